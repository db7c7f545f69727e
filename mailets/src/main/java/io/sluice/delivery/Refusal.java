package io.sluice.delivery;

import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;

/**
 * A recipient that was not accepted.
 *
 * @param recipient the forward path
 * @param reply what was answered about it
 * @param verdict what that means
 */
public record Refusal(String recipient, Reply reply, Verdict verdict) {}
