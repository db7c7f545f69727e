package io.sluice.posture.dns;

import java.time.Duration;

/**
 * The bounds of a check.
 *
 * @param attempt how long one server is waited for; each question is put twice
 * @param total how long a whole check waits
 * @param lookups how many questions a check puts at most
 */
public record DnsLimits(Duration attempt, Duration total, int lookups) {
    /** What holds without configuration. */
    public static final DnsLimits STANDARD = new DnsLimits(Duration.ofSeconds(3), Duration.ofSeconds(15), 150);

    public DnsLimits {
        if (attempt.isNegative() || attempt.isZero() || total.compareTo(attempt) < 0 || lookups < 1) {
            throw new IllegalArgumentException("No possible bounds: " + attempt + ", " + total + ", " + lookups);
        }
    }
}
