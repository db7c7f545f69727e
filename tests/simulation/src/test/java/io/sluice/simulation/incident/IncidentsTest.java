package io.sluice.simulation.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.incident.Kind;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The aims, on fewer runs than docs/incidents-simulation.md has. */
class IncidentsTest {
    private static final int SEEDS = 4;

    static Stream<Story> stories() {
        return Stories.all().stream();
    }

    private static List<Result> run(Story story, Size size, int seeds) {
        return LongStream.range(100, 100 + seeds)
                .mapToObj(seed -> Result.of(story, size, seed))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void noFaultOfOursIsTakenForAnIncident(Story story) {
        assertThat(run(story, Size.FIFTY, SEEDS)).noneMatch(Result::isFalseIncident);
        assertThat(run(story, Size.THOUSAND, SEEDS)).noneMatch(Result::isFalseIncident);
        assertThat(run(story, Size.THOUSAND.withoutControl(), 1)).noneMatch(Result::isFalseIncident);
    }

    @Test
    void aSenderOfAThousandMailsADayIsToldOfAnOutageWithinAQuarterOfAnHour() {
        Story outage = Stories.all().stream()
                .filter(story -> story.name().equals("outage"))
                .findFirst()
                .orElseThrow();

        assertThat(run(outage, Size.THOUSAND, SEEDS))
                .allSatisfy(result ->
                        assertThat(result.detected().get(Kind.INCIDENT)).isLessThan(900));
    }

    @Test
    void quietDaysAreQuiet() {
        Story quiet = Stories.all().get(0);

        assertThat(run(quiet, Size.FIFTY, SEEDS))
                .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
        assertThat(run(quiet, Size.THOUSAND, SEEDS))
                .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
    }
}
