package io.sluice.delivery;

import java.time.Duration;

/** Runs things later. */
interface Wakeups {
    /** Runs it soon, on a thread of the dispatcher. */
    void now(Runnable task);

    /** Runs it after the delay, on a thread of the dispatcher; not at all when the dispatcher was stopped before. */
    void in(Duration delay, Runnable task);
}
