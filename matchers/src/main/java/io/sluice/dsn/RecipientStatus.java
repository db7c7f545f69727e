package io.sluice.dsn;

import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.RemoteHost;
import java.time.Instant;
import java.util.Optional;

/**
 * What a notification says about one recipient (RFC 3464 section 2.3). All text is printable, of one line, and bounded;
 * it can be written by anybody.
 *
 * @param finalRecipient the address as the reporting server had it, without its type; at most 512 characters
 * @param originalRecipient the address as the sender gave it, without its type
 * @param action what became of it; where the notification has no readable action, as the status has it
 * @param status the enhanced status code
 * @param diagnosticType the kind of the diagnostic in lower case, for example {@code smtp} or {@code x-postfix}
 * @param diagnostic what the remote server said, or what the reporting server says about it; at most 4096 characters
 * @param remote the server that said it (Remote-MTA)
 * @param lastAttempt when it was tried last
 * @param willRetryUntil how long it will be tried, when it is delayed
 */
public record RecipientStatus(
        String finalRecipient,
        Optional<String> originalRecipient,
        Action action,
        Optional<EnhancedStatusCode> status,
        Optional<String> diagnosticType,
        Optional<String> diagnostic,
        Optional<RemoteHost> remote,
        Optional<Instant> lastAttempt,
        Optional<Instant> willRetryUntil) {}
