package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Refusals in which Microsoft blames our address. That is what they say, and so it is, address by address; unless all are
 * refused at once, see {@link AllAtOnce}.
 */
final class SourceRule {
    private static final double LEAST_RATE = 0.5;

    private final Scene scene;
    private final Map<Tallies.Lane, Run> troubled = new HashMap<>();

    private SourceRule(Scene scene) {
        this.scene = scene;
    }

    static List<Conclusion> conclude(Scene scene, AllAtOnce filter) {
        return filter.answer() == AllAtOnce.Answer.NO ? new SourceRule(scene).conclude() : List.of();
    }

    private List<Conclusion> conclude() {
        scene.tallies().lanes.tallies.forEach(this::sort);
        List<Conclusion> found = new ArrayList<>();
        Map<String, List<Tallies.Lane>> bySource = new TreeMap<>();
        troubled.keySet().forEach(lane -> bySource.computeIfAbsent(lane.source(), unused -> new ArrayList<>())
                .add(lane));
        bySource.forEach((source, lanes) -> found.add(reputation(source, lanes)));
        return found;
    }

    private void sort(Tallies.Lane lane, Tally tally) {
        if (AllAtOnce.isConcluded(scene, lane.service())) {
            return;
        }
        Run run = Run.of(tally, Sign.SOURCE_SIDE);
        if (scene.holds(run, tally, Sign.SOURCE_SIDE, LEAST_RATE, Scene.WEIGHT)) {
            troubled.put(lane, run);
        } else if (isShutOut(tally)) {
            troubled.put(lane, run.refused() > 0 ? run : lastBlock(tally));
        }
    }

    /** A block says what it is, and the lane waits for hours after the first: there is nothing to count. */
    private boolean isShutOut(Tally tally) {
        Set<Sign> blocked = Set.of(Sign.BLOCKED);
        return tally.last(blocked) > tally.last(Set.of(Sign.PASSED)) && tally.since(blocked, tally.oldest()) > 0;
    }

    private static Run lastBlock(Tally tally) {
        int blocks = tally.since(Sign.BLOCKED, tally.oldest());
        return new Run(Tally.cell(tally.last(Set.of(Sign.BLOCKED))), blocks, blocks, 0, 0, 1);
    }

    private Tally tally(Tallies.Lane lane) {
        return scene.tallies().lanes.tallies.get(lane);
    }

    private int sum(Set<Sign> signs) {
        return troubled.entrySet().stream()
                .mapToInt(lane ->
                        tally(lane.getKey()).since(signs, lane.getValue().from()))
                .sum();
    }

    private Conclusion reputation(String source, List<Tallies.Lane> lanes) {
        Run run = together(lanes);
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        lanes.forEach(lane -> services.add(lane.service()));
        int otherTrials = 0;
        int otherRefused = 0;
        for (Map.Entry<Tallies.Lane, Tally> lane : scene.tallies().lanes.tallies.entrySet()) {
            if (!lanes.contains(lane.getKey())) {
                otherTrials += run.trialsOf(lane.getValue(), Sign.SOURCE_SIDE);
                otherRefused += lane.getValue().since(Sign.SOURCE_SIDE, run.from());
            }
        }
        boolean block = sum(Set.of(Sign.BLOCKED)) > 0;
        boolean othersServed = otherTrials > 0 && otherRefused < otherTrials * LEAST_RATE;
        return new Conclusion(
                Kind.REPUTATION,
                Place.of(services).at(source),
                scene.time(run.from()),
                Sign.SOURCE_SIDE,
                Scene.evidence(run, otherTrials, otherRefused, scene.control(run.from())),
                Confidence.of(run.weight() >= Scene.HEAVY, block || othersServed));
    }

    private Run together(List<Tallies.Lane> lanes) {
        long from = lanes.stream().map(troubled::get).mapToLong(Run::from).min().orElseThrow();
        int trials = lanes.stream().map(troubled::get).mapToInt(Run::trials).sum();
        int refused = lanes.stream().map(troubled::get).mapToInt(Run::refused).sum();
        double weight =
                lanes.stream().map(troubled::get).mapToDouble(Run::weight).max().orElseThrow();
        double usual =
                lanes.stream().map(troubled::get).mapToDouble(Run::usual).max().orElseThrow();
        return new Run(from, trials, refused, weight, usual, 0);
    }
}
