package io.sluice.simulation.incident;

import io.sluice.incident.Conclusion;
import io.sluice.incident.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What came of one run.
 *
 * @param detected after how many seconds each expected kind was concluded
 * @param open after how many seconds it was told that it is unclear, where that is an answer, too, and the only one
 * @param missed those that never were
 * @param wrong kinds that were concluded and are not right
 */
public record Result(
        Story story,
        Size size,
        long seed,
        Map<Kind, Double> detected,
        OptionalDouble open,
        Set<Kind> missed,
        Set<Kind> wrong) {
    /** Of which another one may be the cause of the same refusals. */
    private static final Set<Kind> CONFUSABLE = Set.of(Kind.INCIDENT, Kind.REPUTATION);

    /** Runs it. */
    public static Result of(Story story, Size size, long seed) {
        Map<Kind, Double> first = new EnumMap<>(Kind.class);
        new World(size, story, seed)
                .run(3600 * size.storyHours(), (seconds, conclusions) -> note(first, seconds, conclusions));
        Map<Kind, Double> detected = new EnumMap<>(Kind.class);
        Set<Kind> missed = EnumSet.noneOf(Kind.class);
        boolean toldOpen = story.mayStayOpen(size) && first.containsKey(Kind.UNCLEAR);
        OptionalDouble open = OptionalDouble.empty();
        for (Kind kind : story.expected()) {
            if (first.containsKey(kind)) {
                detected.put(kind, first.get(kind));
            } else if (toldOpen && CONFUSABLE.contains(kind)) {
                open = OptionalDouble.of(first.get(Kind.UNCLEAR));
            } else {
                missed.add(kind);
            }
        }
        Set<Kind> wrong = EnumSet.noneOf(Kind.class);
        wrong.addAll(first.keySet());
        wrong.removeAll(story.expected());
        wrong.removeAll(story.allowed());
        if (toldOpen) {
            wrong.remove(Kind.UNCLEAR);
        }
        return new Result(story, size, seed, detected, open, missed, wrong);
    }

    private static void note(Map<Kind, Double> first, double seconds, List<Conclusion> conclusions) {
        for (Conclusion conclusion : conclusions) {
            first.putIfAbsent(conclusion.kind(), seconds);
        }
    }

    /** The wrong call that costs most: somebody waits for Microsoft, and the fault is here. */
    public boolean isFalseIncident() {
        return !story.incident() && wrong.contains(Kind.INCIDENT);
    }
}
