package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.LaneBacklog;
import io.sluice.outbox.Mails;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OverviewTest {
    private Instant now = Mails.NOW;
    private int counted;
    private long entries = Overview.MANY;
    private final Overview overview = new Overview(this::count, () -> now);

    @Test
    void isCountedOnceInTwentyTimesAsLongAsItTakes() {
        ask();
        after(Duration.ofMillis(39_900));
        ask();

        assertThat(counted).isEqualTo(1);
        after(Duration.ofMillis(100));
        ask();
        assertThat(counted).isEqualTo(2);
    }

    @Test
    void isCountedEachTimeWhereThereIsLittle() {
        entries = Overview.MANY - 1;

        ask();
        ask();

        assertThat(counted).isEqualTo(2);
    }

    @Test
    void isCountedAgainWhenTheClockWasSetBack() {
        ask();

        after(Duration.ofHours(-1));
        ask();

        assertThat(counted).isEqualTo(2);
    }

    private void ask() {
        assertThat(overview.count(now)).hasSize(1);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private List<LaneBacklog> count(Instant at) {
        counted++;
        now = now.plusSeconds(2);
        return List.of(new LaneBacklog("o", "l", entries, 0, 0, 0, Optional.of(at)));
    }
}
