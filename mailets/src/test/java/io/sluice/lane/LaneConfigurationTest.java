package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a lane says and stores about its limits and its warm-up plan. */
class LaneConfigurationTest {
    private static final LaneId ID = LaneId.parse("192.0.2.7/consumer");
    private static final LaneLimits LIMITS = LanePolicy.DEFAULT.limitsOf(ID);
    private static final WarmUpPlan PLAN = new WarmUpPlan(List.of(1, 2), 0.5);

    private final Instant noon = Instant.parse("2026-11-22T12:00:00Z");

    private static Lane lane(LaneLimits limits, Instant now) {
        return new Lane(ID, limits, ControlLaw.DEFAULT, now);
    }

    private static Permit admitted(Lane lane, Instant now) {
        return ((Admission.Admitted) lane.admit(now)).permit();
    }

    private static void accept(Lane lane, Instant now) {
        Map<DeferralClass, RetryBounds> bounds = new EnumMap<>(DeferralClass.class);
        for (DeferralClass type : DeferralClass.values()) {
            bounds.put(type, new RetryBounds(Duration.ofMinutes(1), Duration.ofMinutes(2)));
        }
        BackOff backOff = new BackOff(new RetrySchedule(bounds, Map.of(), () -> 0L), 5);
        Errand errand = new Errand("hotmail.com", "sender.example", List.of("ann@hotmail.com"));
        assertThat(lane.conclude(admitted(lane, now), errand, Findings.accepted(1), backOff, now)
                        .lane())
                .isEmpty();
    }

    @Test
    void tellsChangedLimitsWithBothValues() {
        Lane lane = lane(LIMITS, noon);

        lane.limits(LIMITS.withConnections(new CountBounds(2, 1, 3)), noon);

        assertThat(lane.takeEvents())
                .containsExactly(new LaneEvent(
                        noon,
                        ID,
                        LaneEvent.Kind.LIMITS_CHANGED,
                        "",
                        "configuration",
                        "connections 5 (1 to 20)",
                        "connections 2 (1 to 3)"));
    }

    @Test
    void tellsThatTheNextDayOfTheWarmUpBegan() {
        Lane lane = lane(LIMITS.withWarmUp(PLAN), noon);
        accept(lane, noon);
        Instant tomorrow = noon.plus(Duration.ofDays(1));

        assertThat(lane.admit(tomorrow)).isInstanceOf(Admission.Admitted.class);

        assertThat(lane.view().warmUpDay()).hasValue(2);
        assertThat(lane.view().warmUpMessages()).hasValue(2);
        assertThat(lane.takeEvents())
                .singleElement()
                .satisfies(event -> assertThat(event.kind()).isEqualTo(LaneEvent.Kind.WARM_UP_ADVANCED))
                .satisfies(event -> assertThat(event.from()).isEqualTo("day 1"))
                .satisfies(event -> assertThat(event.to()).isEqualTo("day 2"));
    }

    @Test
    void remembersHowMuchOfADayIsUsedUp() {
        Lane before = lane(LIMITS.withWarmUp(PLAN), noon);
        accept(before, noon);
        List<SavedState> saved = before.takeUnsaved();

        Lane after = lane(LIMITS.withWarmUp(PLAN), noon);
        after.restore(saved, noon);

        assertThat(after.admit(noon)).isEqualTo(new Admission.NotBefore(Instant.parse("2026-11-23T00:00:00Z")));
    }
}
