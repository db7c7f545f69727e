package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** Fails on work that costs far more than it may, in CPU time of the thread, so that a busy machine does not count. */
final class WorkBound {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    /** A thousand times what is usual, as code under the fuzzer is slow. */
    private static final Duration MOST = Duration.ofMillis(100);
    /** Loading and instrumenting classes is slow once; a hostile reply is slow each time. */
    private static final int TRIES = 4;

    private WorkBound() {}

    static void check(Runnable work) {
        Duration least = cost(work);
        for (int tries = 1; tries < TRIES && least.compareTo(MOST) > 0; tries++) {
            Duration again = cost(work);
            least = again.compareTo(least) < 0 ? again : least;
        }
        assertThat(least).as("CPU time").isLessThanOrEqualTo(MOST);
    }

    private static Duration cost(Runnable work) {
        long before = THREADS.getCurrentThreadCpuTime();
        work.run();
        return Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - before);
    }
}
