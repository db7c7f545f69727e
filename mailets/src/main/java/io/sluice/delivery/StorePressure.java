package io.sluice.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the outbox takes mail at the moment. A refusal counts for some seconds, unless mail is stored meanwhile: then
 * mail may come in again, and the first of it shows whether the outbox has recovered. Safe for several threads.
 */
public final class StorePressure {
    /** Longer than those who hold mail wait before they try again. */
    private static final Duration COUNTS = Duration.ofSeconds(5);

    private Optional<Instant> refused = Optional.empty(); // guarded by this, as is the next
    private long refusals;

    /** The outbox refused mail. */
    public synchronized void refused(Instant now) {
        refused = Optional.of(now);
        refusals++;
    }

    /** The outbox took mail. */
    public synchronized void stored() {
        refused = Optional.empty();
    }

    /** How often it refused mail since the start; the same mail again counts again. */
    public synchronized long refusals() {
        return refusals;
    }

    /** Whether new mail would only queue up before the outbox. */
    public synchronized boolean refuses(Instant now) {
        // By its size, because a clock that was set back must not shut the door for long.
        return refused.filter(then -> Duration.between(then, now).abs().compareTo(COUNTS) < 0)
                .isPresent();
    }
}
