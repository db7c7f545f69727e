package io.sluice.outbox;

import java.util.Optional;

/**
 * A recipient of an entry.
 *
 * @param address the forward path
 * @param lastReply the last reply that concerned it, in one line; empty before the first attempt
 */
public record Recipient(String address, Optional<String> lastReply) {
    public static Recipient of(String address) {
        return new Recipient(address, Optional.empty());
    }
}
