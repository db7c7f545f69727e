package io.sluice.it;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits with a bound that is generous to a busy machine. */
final class Awaiting {
    /** Longer than anything here takes, unless it does not happen at all. */
    static final Duration SOON = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(50);

    private Awaiting() {}

    /** Waits until it is so. */
    static void until(String what, Callable<Boolean> condition) {
        await(what).pollInterval(POLL).atMost(SOON).until(condition);
    }

    /** Waits until it is as asserted. */
    static void untilAsserted(Runnable assertions) {
        await().pollInterval(POLL).atMost(SOON).untilAsserted(assertions::run);
    }

    /** Sees to it that it is so for a time. */
    static void throughout(Duration time, String what, Callable<Boolean> condition) {
        await(what).pollInterval(POLL).during(time).atMost(time.plus(SOON)).until(condition);
    }
}
