package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.CountBounds;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LaneCeilingsTest {
    private static final LaneId LANE = LaneId.parse("default/consumer");
    private static final LaneLimits STANDARD = LanePolicy.DEFAULT.limitsOf(LANE);

    private static LaneCeilings connections(int most) {
        return new LaneCeilings(OptionalInt.of(most), OptionalInt.empty(), OptionalInt.empty());
    }

    @Test
    void leaveTheLimitsAloneWhenNothingIsSaid() {
        assertThat(LaneCeilings.NONE.applyTo(LANE, STANDARD)).isEqualTo(STANDARD);
    }

    @Test
    void standInPlaceOfTheDefaultAlsoWhenTheyAreHigher() {
        assertThat(connections(100).applyTo(LANE, STANDARD).connections()).isEqualTo(new CountBounds(5, 1, 100));
    }

    @Test
    void takeTheStartDown() {
        assertThat(connections(2).applyTo(LANE, STANDARD).connections()).isEqualTo(new CountBounds(2, 1, 2));
    }

    @Test
    void neverRaiseWhatIsConfigured() {
        LaneLimits configured = STANDARD.withConnections(new CountBounds(3, 1, 8));

        assertThat(connections(100).applyTo(LANE, configured).connections()).isEqualTo(new CountBounds(3, 1, 8));
    }

    @Test
    void areWhereMessagesAndRecipientsBegin() {
        LaneLimits limits =
                new LaneCeilings(OptionalInt.empty(), OptionalInt.of(200), OptionalInt.of(10)).applyTo(LANE, STANDARD);

        assertThat(limits.messagesPerConnection()).isEqualTo(CountBounds.upTo(200));
        assertThat(limits.recipientsPerTransaction()).isEqualTo(CountBounds.upTo(10));
    }
}
