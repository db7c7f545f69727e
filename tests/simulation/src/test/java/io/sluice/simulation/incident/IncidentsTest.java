package io.sluice.simulation.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.incident.Kind;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The aims, on fewer runs than docs/incidents-simulation.md has, and on others. */
class IncidentsTest {
    private static final int FIRST_SEED = 100;

    static Stream<Story> stories() {
        return Stories.all().stream();
    }

    private static Story story(String name) {
        return stories().filter(story -> story.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Result> run(Story story, Size size, int seeds) {
        return LongStream.range(FIRST_SEED, FIRST_SEED + seeds)
                .mapToObj(seed -> Result.of(story, size, seed))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("stories")
    void noFaultOfOursIsTakenForAnIncident(Story story) {
        assertThat(run(story, Size.FIFTY, 2)).noneMatch(Result::isFalseIncident);
        assertThat(run(story, Size.THOUSAND, 1)).noneMatch(Result::isFalseIncident);
        assertThat(run(story, Size.TWO_ADDRESSES, 1)).noneMatch(Result::isFalseIncident);
    }

    @ParameterizedTest
    @ValueSource(strings = {"outage", "flapping"})
    void whatSeveralAddressesHearIsToldAsAnIncidentWithinAnHour(String name) {
        assertThat(run(story(name), Size.TWO_ADDRESSES, 1))
                .allSatisfy(result ->
                        assertThat(result.detected().get(Kind.INCIDENT)).isLessThan(3600));
    }

    @Test
    void aChangeOfRulesThatHitsThreeAddressesIsToldAsAnIncidentWithinAQuarterOfAnHour() {
        assertThat(run(story("rules changed"), Size.HUNDRED_THOUSAND, 1))
                .allSatisfy(result ->
                        assertThat(result.detected().get(Kind.INCIDENT)).isLessThan(900));
    }

    @Test
    void aSenderWithOneAddressIsToldOfAnOutageThatItIsNotProven() {
        assertThat(run(story("outage"), Size.THOUSAND, 2)).allSatisfy(result -> {
            assertThat(result.detected()).doesNotContainKey(Kind.INCIDENT);
            assertThat(result.open()).isPresent();
            assertThat(result.open().orElseThrow()).isLessThan(1800);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"one address", "block list", "bad campaign"})
    void whatIsThoughtOfOurAddressesIsToldAsThatWithinAnHour(String name) {
        assertThat(run(story(name), Size.THOUSAND, 1))
                .allSatisfy(result ->
                        assertThat(result.detected().get(Kind.REPUTATION)).isLessThan(3600));
    }

    @Test
    void quietDaysAreQuiet() {
        assertThat(run(story("quiet"), Size.FIFTY, 3))
                .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
        assertThat(run(story("quiet"), Size.TWO_ADDRESSES, 1))
                .allSatisfy(result -> assertThat(result.wrong()).isEmpty());
    }
}
