package io.sluice.lane;

import static io.sluice.lane.LaneRig.BACK_OFF;
import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.START;
import static io.sluice.lane.LaneRig.refused;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Eight threads use one lane. */
class LaneStressTest {
    private static final int THREADS = 8;
    private static final int LOOKS = 20_000;
    private static final long TICK = 10_000;
    private static final double RATE = 2000;
    /** What a timer may be late without loss, see {@link Gcra}. */
    private static final int BURST = (int) (RATE / 20);

    private static final Findings BUSY = refused(to("contoso.com"), SAYS.serverBusy(IP));
    private static final Findings QUOTA = refused(to("contoso.com"), SAYS.attr5());

    /** Nanoseconds since the start; each look at it is a tick. */
    private final AtomicLong clock = new AtomicLong();

    private final AtomicInteger out = new AtomicInteger();
    private final AtomicInteger mostOut = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    @Test
    void keepsRateAndCountsWhateverTheThreadsDo() throws Exception {
        Lane lane = new Lane(
                LaneRig.ID, LaneRig.limits().withRate(new RateBounds(RATE, RATE, RATE)), ControlLaw.DEFAULT, START);

        together(() -> {
            for (int look = 0; look < LOOKS; look++) {
                if (lane.admit(tick()) instanceof Admission.Admitted admitted) {
                    goOut();
                    comeBack(lane, admitted.permit(), look, false);
                }
            }
        });

        double seconds = clock.get() / 1e9;
        assertThat(lane.view().attemptsOut()).isZero();
        assertThat(mostOut.get()).isBetween(1, 20);
        assertThat(left.get()).isPositive().isLessThanOrEqualTo((int) (RATE * seconds) + BURST + 1);
        assertThat(lane.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void isWholeAfterRefusalsAndProbesOfManyThreads() throws Exception {
        Lane lane = new Lane(LaneRig.ID, LaneRig.limits(), ControlLaw.DEFAULT, START);

        together(() -> {
            for (int look = 0; look < LOOKS; look++) {
                if (lane.admit(tick()) instanceof Admission.Admitted admitted) {
                    goOut();
                    comeBack(lane, admitted.permit(), look, true);
                }
                if (look % 1000 == 0) {
                    lane.takeEvents();
                    lane.takeUnsaved();
                    lane.share(new Share(look % 2000 == 0 ? 0.5 : 1), tick());
                }
            }
        });

        assertThat(lane.view().attemptsOut()).isZero();
        assertThat(mostOut.get()).isBetween(1, 20);
        assertThat(lane.view().ratePerSecond()).isBetween(0.05, 100.0);
        Instant latest = tick().plus(Duration.ofHours(1));
        assertThat(lane.admit(latest)).isInstanceOf(Admission.Admitted.class);
    }

    private void goOut() {
        left.incrementAndGet();
        mostOut.accumulateAndGet(out.incrementAndGet(), Math::max);
    }

    private void comeBack(Lane lane, Permit permit, int look, boolean refusals) {
        Errand errand = to("contoso.com");
        Admission narrow = lane.admit(permit, errand, tick());
        // Counted as back before the lane knows, so that the count is never too high.
        out.decrementAndGet();
        if (!(narrow instanceof Admission.Admitted admitted)) {
            left.decrementAndGet();
            lane.abandon(permit, tick());
        } else if (look % 97 == 0) {
            left.decrementAndGet();
            lane.abandon(admitted.permit(), tick());
        } else {
            Findings refusal = look % 3 == 0 ? QUOTA : BUSY;
            boolean accepted = !refusals || look % 50 != 0;
            lane.conclude(admitted.permit(), errand, accepted ? Findings.accepted(1) : refusal, BACK_OFF, tick());
        }
    }

    private Instant tick() {
        return START.plusNanos(clock.addAndGet(TICK));
    }

    private static void together(Runnable work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch begin = new CountDownLatch(1);
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                done.add(threads.submit(() -> {
                    begin.await();
                    work.run();
                    return null;
                }));
            }
            begin.countDown();
            for (Future<?> each : done) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
