package io.sluice.delivery;

import java.time.Duration;
import java.util.Objects;

/**
 * Who tells the sender that his mail waits.
 *
 * @param processor gets a copy of the mail
 * @param after how long after it was stored, above zero
 */
public record DelayNotice(String processor, Duration after) {
    public DelayNotice {
        Objects.requireNonNull(processor, "processor");
        Objects.requireNonNull(after, "after");
    }
}
