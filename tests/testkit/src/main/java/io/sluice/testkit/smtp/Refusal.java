package io.sluice.testkit.smtp;

import java.time.Instant;

/**
 * An answer that refused something.
 *
 * @param stage what was refused.
 * @param code the reply code, 0 when the connection was broken without a reply.
 * @param reply the whole reply as text, empty when there was none.
 * @param sender the envelope sender, empty for the null sender and before MAIL.
 * @param recipient the recipient, only at stage RCPT, else empty.
 * @param session the number of the session.
 * @param at when.
 */
public record Refusal(Stage stage, int code, String reply, String sender, String recipient, long session, Instant at) {}
