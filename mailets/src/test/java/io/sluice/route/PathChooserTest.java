package io.sluice.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.lane.LaneId;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathChooserTest {
    private static final LaneId FIRST = LaneId.parse("192.0.2.1/consumer");
    private static final LaneId SECOND = LaneId.parse("192.0.2.2/consumer");
    private static final LaneId GATEWAY = LaneId.parse("smtp.office365.com/submission");
    private static final List<LaneId> PATHS = List.of(FIRST, SECOND, GATEWAY);

    private static final RoutePolicy POLICY = RoutePolicy.DEFAULT;

    private final Map<LaneId, PathView> views = new HashMap<>();
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private PathChooser chooser = chooser(POLICY);

    // ---- leaving

    @Test
    void newMailTakesTheFirstPath() {
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void aBlockedPathIsLeftAtOnce() {
        block(FIRST);

        assertThat(chooser.choose(PATHS)).hasValue(1);
        assertThat(chooser.instead(PATHS, 0)).hasValue(1);
    }

    @Test
    void aSuspendedPathIsLeftWhenThatLasts() {
        suspend(FIRST);
        assertThat(chooser.choose(PATHS)).hasValue(0);
        after(POLICY.patience().minusMillis(1));
        assertThat(chooser.choose(PATHS)).hasValue(0);

        after(Duration.ofMillis(1));

        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void patienceBeginsAnewWhenThePathWasInOrderBetween() {
        suspend(FIRST);
        chooser.choose(PATHS);
        after(POLICY.patience().dividedBy(2));
        recover(FIRST);
        chooser.choose(PATHS);
        suspend(FIRST);
        chooser.choose(PATHS);

        after(POLICY.patience().dividedBy(2));

        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void aThrottledPathIsKept() {
        views.put(FIRST, new PathView(LaneCondition.THROTTLED, Optional.empty(), Optional.empty()));
        chooser.choose(PATHS);

        after(Duration.ofDays(1));

        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.isLeft(FIRST)).isFalse();
    }

    @Test
    void aPathCanBeLeftForSomeClassesOnly() {
        chooser = chooser(new RoutePolicy(
                EnumSet.noneOf(LaneCondition.class),
                Set.of(DeferralClass.SENDING_LIMIT),
                POLICY.patience(),
                POLICY.returnAfter()));
        block(FIRST);
        assertThat(chooser.choose(PATHS)).hasValue(0);

        views.put(FIRST, new PathView(LaneCondition.BLOCKED, Optional.of(DeferralClass.SENDING_LIMIT), noTest()));

        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void passesOverEveryPathThatIsNotInOrder() {
        block(FIRST);
        block(SECOND);
        assertThat(chooser.choose(PATHS)).hasValue(2);
        assertThat(chooser.instead(PATHS, 0)).hasValue(2);

        block(GATEWAY);

        assertThat(chooser.choose(PATHS)).isEmpty();
        assertThat(chooser.instead(PATHS, 0)).isEmpty();
    }

    // ---- waiting mail

    @Test
    void waitingMailKeepsAPathThatIsNotLeft() {
        assertThat(chooser.instead(PATHS, 1)).isEmpty();
    }

    @Test
    void waitingMailDoesNotGoToAPathThatIsNotTakenAgainYet() {
        block(FIRST);
        chooser.choose(PATHS);
        recover(FIRST);
        block(SECOND);
        block(GATEWAY);

        assertThat(chooser.instead(PATHS, 1)).isEmpty();
    }

    // ---- coming back

    @Test
    void aPathIsTakenAgainAfterItHasBeenOpenForAWhile() {
        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);
        after(POLICY.returnAfter().minusMillis(1));
        chooser.choose(PATHS); // a test
        assertThat(chooser.choose(PATHS)).hasValue(1);

        after(Duration.ofMillis(1));

        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void singleMailsTestAPathThatIsOpenAgain() {
        leaveFirst();
        recover(FIRST);

        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(1);
        after(POLICY.returnAfter().dividedBy(10));
        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void oneMailTestsABlockedPathEachTimeThatItsLaneAllowsIt() {
        Instant opens = now.plusSeconds(3600);
        views.put(FIRST, blockedUntil(opens));
        assertThat(chooser.choose(PATHS)).hasValue(1);

        after(Duration.ofHours(1));

        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(1);
        views.put(FIRST, blockedUntil(now.plusSeconds(7200)));
        assertThat(chooser.choose(PATHS)).hasValue(1);
        after(Duration.ofHours(2));
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void aPathThatWasTakenTooEarlyHasToBeOpenForTwiceAsLong() {
        leaveFirst();
        returnOfFirst(POLICY.returnAfter());
        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);

        after(POLICY.returnAfter());
        chooser.choose(PATHS); // a test
        assertThat(chooser.choose(PATHS)).hasValue(1);
        after(POLICY.returnAfter());

        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void troubleWhileItComesBackBeginsTheWaitAnew() {
        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);
        after(POLICY.returnAfter().minusMillis(1));
        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);

        after(POLICY.returnAfter().minusMillis(1));

        chooser.choose(PATHS); // a test
        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    // ---- over a restart

    @Test
    void aPathThatIsLeftStaysLeft() {
        leaveFirst();

        restart();

        assertThat(chooser.isLeft(FIRST)).isTrue();
        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void aPathThatWasAboutToBeTakenAgainHasToBeOpenForTheWholeTimeOnceMore() {
        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);
        after(POLICY.returnAfter().minusSeconds(1));

        restart();

        chooser.choose(PATHS); // a test
        after(Duration.ofMinutes(1));
        assertThat(chooser.choose(PATHS)).hasValue(1);
        after(POLICY.returnAfter());
        assertThat(chooser.choose(PATHS)).hasValue(0);
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    @Test
    void aPathThatWasTakenTooEarlyIsRememberedToHaveBeen() {
        leaveFirst();
        returnOfFirst(POLICY.returnAfter());

        restart();

        leaveFirst();
        recover(FIRST);
        chooser.isLeft(FIRST);
        after(POLICY.returnAfter());
        chooser.choose(PATHS); // a test
        assertThat(chooser.choose(PATHS)).hasValue(1);
    }

    @Test
    void nothingIsRememberedOfAPathThatHasBeenInOrderForLong() {
        leaveFirst();
        returnOfFirst(POLICY.returnAfter());

        after(POLICY.returnAfter().multipliedBy(5));
        chooser.choose(PATHS);

        assertThat(chooser.memories()).containsEntry(FIRST, "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[]",
                "{}",
                "{\"left\":1,\"doublings\":0}",
                "{\"left\":true,\"doublings\":99}",
                "{\"left\":true,\"takenAgain\":\"soon\",\"doublings\":0}"
            })
    void whatCannotBeReadIsForgotten(String memory) {
        chooser.restore(Map.of(FIRST, memory));

        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    // ---- verbs

    private void restart() {
        Map<LaneId, String> memories = chooser.memories();
        chooser = chooser(POLICY);
        chooser.restore(memories);
    }

    private PathChooser chooser(RoutePolicy policy) {
        return new PathChooser(policy, lane -> views.getOrDefault(lane, PathView.OPEN), () -> now);
    }

    private void after(Duration time) {
        now = now.plus(time);
    }

    private void leaveFirst() {
        block(FIRST);
        assertThat(chooser.isLeft(FIRST)).isTrue();
    }

    private void returnOfFirst(Duration wait) {
        recover(FIRST);
        chooser.isLeft(FIRST);
        after(wait);
        assertThat(chooser.choose(PATHS)).hasValue(0);
    }

    private void block(LaneId lane) {
        views.put(lane, new PathView(LaneCondition.BLOCKED, Optional.of(DeferralClass.IP_BLOCKED), noTest()));
    }

    private void suspend(LaneId lane) {
        views.put(lane, new PathView(LaneCondition.SUSPENDED, Optional.empty(), noTest()));
    }

    private void recover(LaneId lane) {
        views.put(lane, PathView.OPEN);
    }

    private static Optional<Instant> noTest() {
        return Optional.empty();
    }

    private static PathView blockedUntil(Instant time) {
        return new PathView(LaneCondition.BLOCKED, Optional.of(DeferralClass.IP_BLOCKED), Optional.of(time));
    }
}
