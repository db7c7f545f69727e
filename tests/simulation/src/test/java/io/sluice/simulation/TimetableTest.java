package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private final Timetable timetable = new Timetable();

    @Test
    void hasNothingDueWhenItIsEmpty() {
        assertThat(timetable.isEmpty()).isTrue();
        assertThat(timetable.earliest()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void givesBackInTheOrderOfTime() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            timetable.add(random.nextLong(1000), i);
        }

        List<Long> times = new ArrayList<>();
        while (!timetable.isEmpty()) {
            times.add(timetable.earliest());
            timetable.take();
        }

        assertThat(times).hasSize(10_000).isSorted();
    }

    @Test
    void givesBackInTheOrderOfNumbersWhatIsDueAtOnce() {
        for (int i = 99; i >= 0; i--) {
            timetable.add(5, i);
        }

        List<Integer> taken = new ArrayList<>();
        while (!timetable.isEmpty()) {
            taken.add(timetable.take());
        }

        assertThat(taken).hasSize(100).isSorted();
    }
}
