package io.sluice.lane;

import static io.sluice.lane.LaneRig.ID;
import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.refused;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a lane knows survives the server. */
class LaneRestoreTest {
    private final LaneRig rig = LaneRig.open();
    private final Map<String, SavedState> stored = new LinkedHashMap<>();

    @Test
    void aPenaltySurvivesARestart() {
        rig.refuse(SAYS.s3150(IP));
        GateState.Closed closed = (GateState.Closed) rig.lane.state();

        GateState.Closed again = (GateState.Closed) restarted().lane.state();

        assertThat(Duration.between(again.until(), closed.until())).isBetween(Duration.ZERO, Duration.ofMillis(1));
        assertThat(again.cause()).isEqualTo(closed.cause());
        assertThat(again.refusals()).isEqualTo(closed.refusals());
    }

    @Test
    void theRateThatWasLearnedSurvivesARestart() {
        rig.accept(50);
        rig.refuse(SAYS.serverBusy(IP));

        LaneRig again = restarted();

        assertThat(again.rate()).isEqualTo(rig.rate());
        assertThat(again.lane.view().hurtPerSecond()).isEqualTo(rig.lane.view().hurtPerSecond());
    }

    @Test
    void theOtherLimitsSurviveARestart() {
        rig.refuse(SAYS.tooManyConnections());
        rig.refuse(SAYS.tooManyMessagesPerConnection(IP));
        Errand errand = LaneRig.to("contoso.com");
        rig.conclude(rig.leave(errand), errand, new Findings(25, List.of(), OptionalInt.of(25)));

        LaneRig again = restarted();

        assertThat(again.connections()).isEqualTo(4);
        assertThat(again.lane.messagesPerConnection()).isEqualTo(25);
        assertThat(again.lane.recipientsPerTransaction()).isEqualTo(25);
    }

    @Test
    void aRestartReleasesNoBurst() {
        rig.refuse(SAYS.serverBusy(IP));

        LaneRig again = restarted();

        assertThat(again.isOpen()).isFalse();
    }

    @Test
    void aProbeThatWasOutIsMadeAgain() {
        rig.refuse(SAYS.s775(IP));
        rig.leave();
        // The next thing that is stored while the probe is out.
        rig.lane.limits(LaneRig.limits().withConnections(new CountBounds(3, 1, 3)), rig.now);

        LaneRig again = restarted();

        assertThat(again.leave().probe()).isTrue();
    }

    @Test
    void whatAReopeningDependsOnSurvivesARestart() {
        rig.accept(100);
        rig.refuse(SAYS.s3150(IP));

        LaneRig again = restarted();
        again.accept(1);

        assertThat(again.rate()).isEqualTo(LaneRig.limits().rate().start());
    }

    @Test
    void aGateInsideSurvivesARestart() {
        refuse("contoso.com", SAYS.attr5());
        Optional<ClosedGate> closed = rig.lane.closedGate("contoso.com", "", rig.now);

        Optional<ClosedGate> again = restarted().lane.closedGate("contoso.com", "", rig.now);

        assertThat(again.orElseThrow().name()).isEqualTo(closed.orElseThrow().name());
        assertThat(again.get().until().toEpochMilli())
                .isCloseTo(closed.get().until().toEpochMilli(), within(1L));
    }

    @Test
    void aGateThatOpenedIsForgotten() {
        refuse("contoso.com", SAYS.attr5());
        store();
        rig.pass(Duration.ofHours(12));
        rig.conclude(rig.leave(to("contoso.com")), to("contoso.com"), Findings.accepted(1));

        LaneRig again = restarted();

        assertThat(again.lane.view().narrowGates()).isZero();
    }

    @Test
    void aGateWhoseTimeCameLongAgoIsForgotten() {
        refuse("contoso.com", SAYS.attr5());
        rig.pass(Duration.ofDays(3));

        assertThat(restarted().lane.view().narrowGates()).isZero();
    }

    @Test
    void nothingIsToBeStoredWhenNothingChanged() {
        rig.accept(3);

        assertThat(rig.lane.takeUnsaved()).isEmpty();
    }

    @Test
    void whatWasStoredOnceIsNotStoredAgain() {
        rig.refuse(SAYS.serverBusy(IP));
        store();

        assertThat(rig.lane.takeUnsaved()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "null",
                "[]",
                "{}",
                "{\"rate\":",
                "{\"rate\":\"fast\"}",
                "{\"rate\":null}",
                "{\"rate\":-1,\"connections\":-5,\"messagesPerConnection\":0,\"patience\":-1}",
                "{\"rate\":\"NaN\",\"connectionRate\":\"NaN\",\"hurt\":\"NaN\",\"penaltySeconds\":\"NaN\"}",
                "{\"gate\":\"open\"}",
                "{\"warmUp\":7}"
            })
    void damagedStateLeavesTheLaneAsItBegins(String json) {
        LaneView before = rig.lane.view();

        rig.lane.restore(List.of(new SavedState(ID.toString(), Optional.of(json))), rig.now);

        assertThat(rig.lane.view()).isEqualTo(before);
        assertThat(rig.leavingWithin(Duration.ofMinutes(1))).isGreaterThan(60);
    }

    @Test
    void unknownFieldsOfALaterVersionAreLeftOut() {
        String json = "{\"rate\":7.5,\"colour\":\"blue\",\"gate\":{\"until\":0,\"shade\":[1]}}";

        rig.lane.restore(List.of(new SavedState(ID.toString(), Optional.of(json))), rig.now);

        assertThat(rig.rate()).isEqualTo(7.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"rate\":1e300,\"hurt\":1e300,\"connections\":2000000000,\"penaltySeconds\":1e300}",
                "{\"rate\":\"Infinity\",\"hurt\":\"Infinity\",\"patience\":9223372036854775807}",
                "{\"rate\":1e-300,\"connectionRate\":1e-300,\"connections\":1}",
                "{\"rate\":5,\"gate\":{\"since\":-9223372036854775808,\"until\":9223372036854775807,"
                        + "\"refusals\":2147483647}}",
                "{\"rate\":5,\"gate\":{\"since\":9223372036854775807,\"until\":-9223372036854775808,"
                        + "\"refusals\":-7,\"evidence\":\"MOON\",\"cause\":null}}",
                "{\"rate\":5,\"warmUp\":{\"stage\":2147483647,\"day\":9223372036854775807,\"left\":-1}}"
            })
    void absurdValuesAreBroughtWithinTheLimits(String json) {
        LaneRig warming = new LaneRig(LaneRig.limits().withWarmUp(new WarmUpPlan(List.of(1_000_000), 0.5)));

        warming.lane.restore(List.of(new SavedState(ID.toString(), Optional.of(json))), warming.now);
        warming.accept(1);
        warming.refuse(SAYS.s775(IP));
        warming.refuse(SAYS.s775(IP));
        warming.accept(1);

        assertThat(warming.now).isBefore(LaneRig.START.plus(Duration.ofDays(9)));
        assertThat(warming.rate()).isBetween(0.1, 100.0);
        assertThat(warming.connections()).isBetween(1, 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant:", "moon:x", "", "tenant", "recipient:a#b@c"})
    void keysOfGatesThatMeanNothingDoNoHarm(String name) {
        SavedState state = new SavedState(ID + SavedState.GATE + name, Optional.of("{\"until\":9223372036854775807}"));

        rig.lane.restore(List.of(state), rig.now);

        assertThat(rig.isOpen()).isTrue();
        assertThat(rig.lane.closedGate("contoso.com", "sender.example", rig.now))
                .isEmpty();
    }

    private void refuse(String tenant, String reply) {
        Errand errand = to(tenant);
        rig.conclude(rig.leave(errand), errand, refused(errand, reply));
    }

    private void store() {
        rig.lane.takeUnsaved().forEach(state -> {
            if (state.json().isPresent()) {
                stored.put(state.key(), state);
            } else {
                stored.remove(state.key());
            }
        });
    }

    /** What is stored now, in a new lane at the same time. */
    private LaneRig restarted() {
        store();
        LaneRig again = LaneRig.open();
        again.now = rig.now;
        again.lane.restore(List.copyOf(stored.values()), rig.now);
        return again;
    }
}
