package io.sluice.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** Follows a warm-up plan, by days of UTC. Not safe for several threads. */
final class WarmUp {
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

    private final WarmUpPlan plan;
    private int stage;
    private LocalDate day;
    private long left;
    private long accepted;
    private long refused;

    WarmUp(WarmUpPlan plan, Instant now) {
        this.plan = plan;
        this.day = date(now);
    }

    /**
     * Where a plan stands.
     *
     * @param stage days of the plan that are over
     * @param day the day that the counts are of, in days since 1970 (UTC)
     * @param left messages that left on it
     * @param accepted messages that were accepted on it
     * @param refused attempts that were refused on it
     */
    record Progress(int stage, long day, long left, long accepted, long refused) {}

    Progress progress() {
        return new Progress(stage, day.toEpochDay(), left, accepted, refused);
    }

    void restore(Progress progress) {
        stage = Math.max(0, progress.stage());
        day = LocalDate.ofEpochDay(Math.max(0, Math.min(LAST_DAY, progress.day())));
        left = Math.max(0, progress.left());
        accepted = Math.max(0, progress.accepted());
        refused = Math.max(0, progress.refused());
    }

    /** When the next message may leave, if not now. */
    Optional<Instant> notBefore(Instant now) {
        turnDay(now);
        if (isOver() || left < plan.perDay().get(stage)) {
            return Optional.empty();
        }
        return Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** The same, for people: changes nothing. */
    Optional<Instant> done(Instant now) {
        boolean spent =
                !isOver() && date(now).equals(day) && left >= plan.perDay().get(stage);
        return spent ? Optional.of(day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant()) : Optional.empty();
    }

    boolean isOver() {
        return stage >= plan.perDay().size();
    }

    /** The day of the plan, 1 or more; empty when the plan is over. */
    Optional<Integer> day() {
        return isOver() ? Optional.empty() : Optional.of(stage + 1);
    }

    /** Messages of this day; empty when the plan is over. */
    Optional<Integer> ceiling() {
        return isOver() ? Optional.empty() : Optional.of(plan.perDay().get(stage));
    }

    void take() {
        left++;
    }

    void giveBack() {
        left--;
    }

    void accepted() {
        accepted++;
    }

    void refused() {
        refused++;
    }

    private void turnDay(Instant now) {
        LocalDate today = date(now);
        if (!today.isAfter(day)) {
            // A clock that was ahead must not hold mail back until that day comes.
            day = today;
            return;
        }
        if (!isOver()
                && accepted >= plan.perDay().get(stage) * WarmUpPlan.USED
                && refused <= plan.refused() * (accepted + refused)) {
            stage++;
        }
        day = today;
        left = 0;
        accepted = 0;
        refused = 0;
    }

    private static LocalDate date(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }
}
