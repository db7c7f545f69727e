package io.sluice.incident;

import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** The counts at one moment, and what was concluded so far. */
record Scene(Tallies tallies, long now, List<Conclusion> current) {
    /** Ten thousand to one. */
    static final double WEIGHT = 4;
    /** For one of many: of hundreds, some are always odd. */
    static final double WEIGHT_OF_ONE = 5;
    /** A hundred million to one. */
    static final double HEAVY = 8;

    /** Two cells are two to four minutes: what is over sooner is a hiccup. */
    private static final int LEAST_CELLS = 2;

    private static final long FRESH = Duration.ofMinutes(15).toMillis();
    private static final int LEAST_CONTROL = 3;
    private static final int LEAST_OTHER_DOMAINS = 3;
    private static final double OTHERS_FAIL = 0.15;
    /** A hundred to one. */
    static final double WEIGHT_OF_CONTROL = 2;

    private static final double AS_USUAL = 0.7;
    /** Six hours of cells: before that nobody knows how much mail is usual. */
    private static final int KNOWN_VOLUME = 6 * 30;

    private static final double JUMP = 2.5;
    private static final int JUMP_CELLS = 10;
    private static final double MORE_THAN_CHANCE = 10;
    private static final int BEFORE_CELLS = 15;
    private static final int LEAST_ACCEPTED = 10;
    /** So many cells it waits for the others to show how they fare. */
    private static final long PATIENCE = 5;

    Tally service(Service service) {
        return tallies.services.computeIfAbsent(service, unused -> new Tally(now));
    }

    /** Whether it is more than noise: strong, more than a few, going on, and not over. */
    boolean holds(Run run, Tally tally, Set<Sign> signs, double leastRate, double weight) {
        return run.weight() >= weight && run.rate() >= leastRate && run.cells() >= LEAST_CELLS && isFresh(tally, signs);
    }

    /** Whether refusals went on for more than two minutes: two cells alone may be the seconds around their border. */
    boolean lasts(Run run, Tally tally, Set<Sign> signs) {
        return Tally.cell(tally.last(signs)) - run.from() >= LEAST_CELLS;
    }

    private boolean isFresh(Tally tally, Set<Sign> signs) {
        long refused = tally.last(signs);
        return now - refused <= FRESH || tally.last(Set.of(Sign.PASSED)) < refused;
    }

    Instant time(long cell) {
        return Instant.ofEpochMilli(cell * Tally.CELL_MILLIS);
    }

    /** Mail to others since that cell. */
    Control control(long from) {
        Tally seen = tallies.others;
        int passed = seen.since(Sign.PASSED, from);
        int failed = seen.since(Sign.SILENCE, from);
        int counted = tallies.counted.since(Sign.PASSED, from);
        long failing = tallies.otherDomains.tallies.values().stream()
                .filter(tally -> tally.since(Sign.SILENCE, from) > 0)
                .count();
        boolean fails = failed > OTHERS_FAIL * (passed + failed)
                && Odds.changed(failed, passed + failed, seen.usual(Sign.SILENCE)) >= WEIGHT_OF_CONTROL;
        Control.State state = Control.State.NONE;
        if (failing >= LEAST_OTHER_DOMAINS && fails) {
            state = Control.State.FAILING;
        } else if ((passed >= LEAST_CONTROL && !fails) || (passed + failed == 0 && isAsMuchAsUsual(counted, from))) {
            state = Control.State.HEALTHY;
        }
        return new Control(state, passed + counted, failed);
    }

    /** Where only deliveries are counted, failures show as a lack of them. */
    private boolean isAsMuchAsUsual(int counted, long from) {
        OptionalDouble usual = tallies.counted.usualMails(1);
        long cells = Math.max(1, Math.min(Tally.CELLS, tallies.counted.newest() - from));
        return counted >= LEAST_CONTROL && usual.isPresent() && counted >= AS_USUAL * usual.getAsDouble() * cells;
    }

    /** Whether more mail than usual came in around that cell. */
    Volume volume(long from) {
        boolean known = tallies.taken.last(Set.of(Sign.PASSED)) > 0;
        Tally mails = known ? tallies.taken : tallies.microsoft;
        OptionalDouble usual = mails.usualMails(KNOWN_VOLUME);
        if (usual.isEmpty()) {
            return Volume.UNKNOWN;
        }
        double most = 0;
        double sum = 0;
        long last = Math.min(mails.newest(), from + JUMP_CELLS);
        for (long cell = from - JUMP_CELLS; cell <= last; cell++) {
            most = Math.max(most, mails.all(cell) + mails.all(cell - 1));
            sum += cell >= from ? mails.all(cell) : 0;
        }
        double since = usual.getAsDouble() * (last - from + 1);
        boolean jumped = most > Math.max(2 * JUMP * usual.getAsDouble(), usual.getAsDouble() * 2 + MORE_THAN_CHANCE)
                || sum > Math.max(JUMP * since, since + 3 * Math.sqrt(since) + 3);
        return jumped ? Volume.JUMPED : Volume.USUAL;
    }

    /** How much mail comes in. */
    enum Volume {
        USUAL,
        JUMPED,
        /** It is not known yet how much is usual. */
        UNKNOWN
    }

    /**
     * Whether as much is accepted since that cell as in the half hour before. Then what is refused is what is too much; when
     * Microsoft has an incident, less gets through.
     */
    boolean acceptsAsBefore(long from) {
        Tally all = tallies.microsoft;
        long since = all.newest() - from;
        if (since <= 0) {
            return false;
        }
        int now = all.since(Sign.PASSED, from + 1);
        int before = all.since(Sign.PASSED, from - BEFORE_CELLS) - all.since(Sign.PASSED, from);
        return now >= LEAST_ACCEPTED && now >= AS_USUAL * before * since / BEFORE_CELLS;
    }

    /** The time is too short to wonder why others show nothing yet. */
    boolean isYoung(long from) {
        return Tally.cell(now) - from <= PATIENCE;
    }

    boolean hasSeveralSources() {
        return tallies.sources.tallies.values().stream()
                        .filter(tally -> tally.last(Set.of(Sign.values())) >= tally.oldest() * Tally.CELL_MILLIS)
                        .limit(2)
                        .count()
                > 1;
    }

    /** Whether a conclusion of that kind about that service is there already, made of such refusals. */
    boolean isConcluded(Kind kind, Service service, Set<Sign> signs) {
        return current.stream()
                .anyMatch(conclusion -> conclusion.kind() == kind
                        && conclusion.place().services().contains(service)
                        && conclusion.signs().equals(signs));
    }

    /** Whether there is a conclusion of that kind that began before that cell. */
    boolean isConcludedBefore(Kind kind, long cell) {
        return current.stream()
                .anyMatch(conclusion -> conclusion.kind() == kind
                        && Tally.cell(conclusion.since().toEpochMilli()) < cell);
    }

    static Evidence evidence(Run run, int otherTrials, int otherRefused, Control control) {
        return new Evidence(run.trials(), run.refused(), run.usual(), run.weight(), otherTrials, otherRefused, control);
    }
}
