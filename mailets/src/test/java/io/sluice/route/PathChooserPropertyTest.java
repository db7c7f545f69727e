package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneId;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever lanes do: no mail goes back and forth. */
class PathChooserPropertyTest {
    private static final List<LaneId> PATHS =
            List.of(LaneId.parse("a/consumer"), LaneId.parse("b/consumer"), LaneId.parse("c/submission"));
    private static final RoutePolicy POLICY = RoutePolicy.DEFAULT;

    /** A lane changes; then some time goes by, in which everybody looks. */
    record Step(int path, LaneCondition condition, int seconds) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(LaneCondition.class),
                        Arbitraries.integers().between(0, 3600))
                .as(Step::new)
                .list()
                .ofMaxSize(200);
    }

    @Property
    void aWaitingMailComesBackToAPathOnlyAfterThatWasInOrderForAWhile(@ForAll("steps") List<Step> steps) {
        Course course = new Course();
        Map<Integer, Instant> leftAt = new HashMap<>();
        int present = 0;
        for (Step step : steps) {
            course.change(step);
            OptionalInt to = course.chooser.instead(PATHS, present);
            if (to.isPresent()) {
                assertThat(course.inTrouble(present)).isTrue();
                assertThat(course.inTrouble(to.getAsInt()) && course.isBlocked(to.getAsInt()))
                        .isFalse();
                Instant before = leftAt.get(to.getAsInt());
                if (before != null) {
                    assertThat(Duration.between(before, course.now)).isGreaterThanOrEqualTo(POLICY.returnAfter());
                }
                leftAt.put(present, course.now);
                present = to.getAsInt();
            }
        }
    }

    @Property
    void aPathThatIsLeftTakesNoMoreNewMailThanTestsUntilItWasInOrderForAWhile(@ForAll("steps") List<Step> steps) {
        Course course = new Course();
        Instant lastTrouble = null;
        int withoutCause = 0;
        for (Step step : steps) {
            course.change(step);
            boolean left = course.chooser.isLeft(PATHS.get(0));
            lastTrouble = left ? course.now : lastTrouble;
            boolean tooEarly = lastTrouble != null && course.now.isBefore(lastTrouble.plus(POLICY.returnAfter()));
            OptionalInt first = course.chooser.choose(PATHS);
            OptionalInt second = course.chooser.choose(PATHS);
            if (tooEarly && first.equals(second) && first.equals(OptionalInt.of(0))) {
                withoutCause++;
            }
        }
        assertThat(withoutCause).isZero();
    }

    private static final class Course {
        private final Map<LaneId, PathView> views = new HashMap<>();
        private Instant now = Instant.parse("2026-11-22T10:00:00Z");
        private final PathChooser chooser =
                new PathChooser(POLICY, lane -> views.getOrDefault(lane, PathView.OPEN), () -> now);

        void change(Step step) {
            views.put(PATHS.get(step.path()), new PathView(step.condition(), Optional.empty(), Optional.empty()));
            PATHS.forEach(chooser::isLeft);
            now = now.plusSeconds(step.seconds());
            PATHS.forEach(chooser::isLeft);
        }

        boolean inTrouble(int path) {
            return POLICY.isTrouble(views.getOrDefault(PATHS.get(path), PathView.OPEN));
        }

        boolean isBlocked(int path) {
            return views.getOrDefault(PATHS.get(path), PathView.OPEN).condition() == LaneCondition.BLOCKED;
        }
    }
}
