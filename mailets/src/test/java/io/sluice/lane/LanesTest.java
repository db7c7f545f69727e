package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LanesTest {
    private static final Instant NOW = LaneRig.START;
    private static final LaneId BUSINESS = LaneId.of("192.0.2.7", Service.BUSINESS);
    private static final LaneId BUSINESS_OF_ANOTHER_SOURCE = LaneId.of("192.0.2.8", Service.BUSINESS);
    private static final LaneId CONSUMER = LaneId.of("192.0.2.7", Service.CONSUMER);

    private final Lanes lanes = new Lanes(LanePolicy.DEFAULT, () -> NOW);

    @Test
    void mailOfOneSourceToOneServiceSharesALane() {
        assertThat(lane(BUSINESS)).isSameAs(lane(BUSINESS)).isNotSameAs(lane(CONSUMER));
    }

    @Test
    void aFaultOfAServiceClosesItsLanesOfAllSourcesAndNoOther() {
        Lane business = lane(BUSINESS);
        Lane another = lane(BUSINESS_OF_ANOTHER_SOURCE);
        Lane consumer = lane(CONSUMER);

        lanes.closeAll(Service.BUSINESS, NOW.plusSeconds(15), "451 4.3.2");

        assertThat(business.state()).isInstanceOf(GateState.Closed.class);
        assertThat(another.state()).isInstanceOf(GateState.Closed.class);
        assertThat(consumer.state()).isInstanceOf(GateState.Open.class);
    }

    @Test
    void aNewPolicyReachesLanesThatWorkAlready() {
        Lane lane = lane(BUSINESS);
        LaneLimits slow = LanePolicy.DEFAULT.limitsOf(BUSINESS).withRate(new RateBounds(0.5, 0.1, 1));

        lanes.policy(new LanePolicy(ControlLaw.DEFAULT, Map.of(BUSINESS.toString(), slow)));

        assertThat(lane.view().ratePerSecond()).isEqualTo(0.5);
    }

    @Test
    void theCeilingOfAMailetHoldsForANewPolicyToo() {
        Lane lane = lanes.lane(BUSINESS, limits -> limits.withConnections(new CountBounds(2, 1, 2)));

        lanes.policy(new LanePolicy(ControlLaw.DEFAULT, Map.of()));

        assertThat(lane.mostConnections()).isEqualTo(2);
    }

    @Test
    void aLaneBeginsWithWhatWasStoredForIt() {
        SavedState own = new SavedState(BUSINESS.toString(), Optional.of("{\"rate\":7.5}"));
        SavedState foreign = new SavedState(CONSUMER.toString(), Optional.of("{\"rate\":3}"));

        lanes.restore(() -> List.of(own, foreign));

        assertThat(lane(BUSINESS).view().ratePerSecond()).isEqualTo(7.5);
        assertThat(lane(BUSINESS_OF_ANOTHER_SOURCE).view().ratePerSecond()).isEqualTo(2);
    }

    @Test
    void whatWasStoredOfGatesLongOpenIsDeletedEvenIfTheirLaneNeverComesBack() {
        String open = "{\"since\":1,\"until\":2,\"refusals\":1,\"evidence\":\"TENANT\",\"cause\":\"x\",\"rate\":0}";
        String closed =
                open.replace("\"until\":2", "\"until\":" + NOW.plusSeconds(60).toEpochMilli());
        SavedState lane = new SavedState(CONSUMER.toString(), Optional.of("{\"rate\":3}"));
        SavedState stale = new SavedState(CONSUMER + "#tenant:contoso.com", Optional.of(open));
        SavedState fresh = new SavedState(CONSUMER + "#tenant:fabrikam.com", Optional.of(closed));

        lanes.restore(() -> List.of(lane, stale, fresh));

        assertThat(lanes.takeUnsaved()).containsExactly(new SavedState(stale.key(), Optional.empty()));
        assertThat(lanes.takeUnsaved()).isEmpty();
        assertThat(lane(CONSUMER).view().narrowGates()).isEqualTo(1);
    }

    @Test
    void tellsTheListenersOfALaneUntilTheyLeave() {
        AtomicInteger told = new AtomicInteger();
        Runnable listener = told::incrementAndGet;
        lanes.subscribe(BUSINESS, listener);
        lanes.changed(BUSINESS);
        lanes.changed(CONSUMER);

        lanes.unsubscribe(BUSINESS, listener);
        lanes.changed(BUSINESS);

        assertThat(told).hasValue(1);
    }

    private Lane lane(LaneId id) {
        return lanes.lane(id, UnaryOperator.identity());
    }
}
