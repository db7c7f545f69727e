package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Duration> naps = new ArrayList<>();
    private final List<Runnable> tasks = new ArrayList<>();
    private Instant now = NOON;
    private int runs;

    private final Alarm alarm = new Alarm(
            new Wakeups() {
                @Override
                public void now(Runnable task) {
                    in(Duration.ZERO, task);
                }

                @Override
                public void in(Duration delay, Runnable task) {
                    naps.add(delay);
                    tasks.add(task);
                }
            },
            () -> now,
            () -> runs++);

    @Test
    void sleepsExactlyUntilTheTime() {
        alarm.set(NOON.plusMillis(7250));

        assertThat(naps).containsExactly(Duration.ofMillis(7250));
    }

    @Test
    void keepsTheEarlierTime() {
        alarm.set(NOON.plusSeconds(10));
        alarm.set(NOON.plusSeconds(20));

        assertThat(naps).containsExactly(Duration.ofSeconds(10));
    }

    @Test
    void isBroughtForward() {
        alarm.set(NOON.plusSeconds(20));
        alarm.set(NOON.plusSeconds(10));

        assertThat(naps).containsExactly(Duration.ofSeconds(20), Duration.ofSeconds(10));
    }

    @Test
    void looksUpAfterAMinuteWhateverTheTime() {
        alarm.set(NOON.plus(Duration.ofDays(3)));

        assertThat(naps).containsExactly(Duration.ofMinutes(1));
    }

    @Test
    void canBeSetAgainAfterItRang() {
        alarm.set(NOON.plusSeconds(10));
        now = NOON.plusSeconds(10);
        tasks.get(0).run();

        alarm.set(NOON.plusSeconds(30));

        assertThat(runs).isEqualTo(1);
        assertThat(naps).containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(20));
    }

    @Test
    void runsAtOnceWhenTheTimeIsOver() {
        alarm.set(NOON.minusSeconds(5));

        assertThat(naps).containsExactly(Duration.ZERO);
    }
}
