package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the anti-spam service treats everybody otherwise than before. Its replies blame an address, or say "busy", and are
 * the same when we send too much or are thought worse of; reputations do not fall together, though. So it is Microsoft's
 * when three addresses or more are refused by both services from the same minutes on, none is spared, hardly any is blocked, and
 * when nothing points at what we send: no more mail than usual came in, and less gets through than before.
 */
final class AllAtOnce {
    private static final Set<Sign> SIGNS = Sign.FILTER_SIDE;
    private static final double LEAST_RATE = 0.5;
    /** Of two addresses that lose their standing within three hours, both do so in the same minutes once in fifteen times. */
    private static final int LEAST_ADDRESSES = 3;

    private static final double BLOCKS = 0.1;
    private static final double MOST_OF_THEM = 0.5;
    /** Together means within six minutes. */
    private static final long TOGETHER = 3;
    /** When each was served last must be known to about a quarter of an hour. */
    private static final long KNOWN = 8;

    private final Scene scene;
    private final Run run;
    private final Odds.Usual usual;
    private final Map<Tallies.Lane, Run> hit = new HashMap<>();
    private final Set<Tallies.Lane> untested = new HashSet<>();
    /** Of those who had no mail since, but were refused when they had some last. */
    private final List<Run> refusedBefore = new ArrayList<>();

    private boolean spared;
    private final Answer answer;

    /** What there is to say. */
    enum Answer {
        NO,
        /** It may be, and the next minutes will tell. */
        NOT_YET,
        YES
    }

    private AllAtOnce(Scene scene) {
        this.scene = scene;
        Tally all = scene.tallies().microsoft;
        this.run = Run.of(all, SIGNS);
        this.usual = all.usual(SIGNS);
        if (run.refused() > 0) {
            scene.tallies().lanes.tallies.forEach(this::sort);
        }
        this.answer = judge();
    }

    static AllAtOnce of(Scene scene) {
        return new AllAtOnce(scene);
    }

    Answer answer() {
        return answer;
    }

    /** Whether this is, or may soon be, why that service refuses. */
    boolean explains(Service service) {
        return answer != Answer.NO || isConcluded(scene, service);
    }

    static boolean isConcluded(Scene scene, Service service) {
        return scene.isConcluded(Kind.INCIDENT, service, SIGNS);
    }

    private void sort(Tallies.Lane lane, Tally tally) {
        int refused = tally.since(SIGNS, run.from());
        double asUsual = run.otherwise(refused + run.passedIn(tally), refused, usual);
        if (asUsual >= Locality.AS_USUAL) {
            spared = true;
        } else if (-asUsual >= Locality.AS_USUAL) {
            hit.put(lane, Run.of(tally, SIGNS));
        } else if (tally.last(SIGNS) > tally.last(Set.of(Sign.PASSED))) {
            untested.add(lane);
            refusedBefore.add(Run.of(tally, SIGNS));
        } else if (tally.last(Set.of(Sign.values())) >= tally.oldest() * Tally.CELL_MILLIS) {
            untested.add(lane);
        }
    }

    private Answer judge() {
        Set<Tallies.Lane> perhaps = new HashSet<>(hit.keySet());
        perhaps.addAll(untested);
        if (hit.isEmpty() || spared || !isWide(perhaps) || isBlock() || pointsAtUs()) {
            return Answer.NO;
        }
        if (isProven()) {
            return Answer.YES;
        }
        return scene.isYoung(run.from()) ? Answer.NOT_YET : Answer.NO;
    }

    private static boolean isWide(Collection<Tallies.Lane> lanes) {
        return sources(lanes) >= LEAST_ADDRESSES
                && services(lanes).containsAll(Set.of(Service.CONSUMER, Service.BUSINESS));
    }

    private static long sources(Collection<Tallies.Lane> lanes) {
        return lanes.stream().map(Tallies.Lane::source).distinct().count();
    }

    private boolean isBlock() {
        Tally all = scene.tallies().microsoft;
        return all.since(Sign.BLOCKED, run.from()) > BLOCKS * all.since(SIGNS, run.from());
    }

    private boolean pointsAtUs() {
        return scene.volume(run.from()) != Scene.Volume.USUAL
                || scene.isConcludedBefore(Kind.REPUTATION, run.from())
                || scene.acceptsAsBefore(run.from())
                || scene.control(run.from()).state() == Control.State.FAILING;
    }

    private boolean isProven() {
        Tally all = scene.tallies().microsoft;
        return scene.holds(run, all, SIGNS, LEAST_RATE, Scene.WEIGHT)
                && scene.lasts(run, all, SIGNS)
                && isWide(hit.keySet())
                && hit.size() >= MOST_OF_THEM * (hit.size() + untested.size())
                && beganTogether();
    }

    private boolean beganTogether() {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Map.Entry<Tallies.Lane, Run> lane : hit.entrySet()) {
            long from = lane.getValue().from();
            first = Math.min(first, from);
            last = Math.max(last, from);
            if (from - lastServed(scene.tallies().lanes.tallies.get(lane.getKey()), from) > KNOWN) {
                return false;
            }
        }
        for (Run before : refusedBefore) {
            first = Math.min(first, before.from());
        }
        return last - first <= TOGETHER;
    }

    private static long lastServed(Tally tally, long before) {
        for (long cell = before; cell >= tally.oldest(); cell--) {
            if (tally.count(Sign.PASSED, cell) > 0) {
                return cell;
            }
        }
        return Long.MIN_VALUE / 2;
    }

    List<Conclusion> conclude() {
        if (answer != Answer.YES) {
            return List.of();
        }
        Control control = scene.control(run.from());
        Confidence sure = Confidence.of(
                        sources(hit.keySet()) > LEAST_ADDRESSES,
                        run.weight() >= Scene.HEAVY,
                        control.state() == Control.State.HEALTHY)
                .atMost(Confidence.MEDIUM);
        List<Tallies.Lane> all = new ArrayList<>(hit.keySet());
        return List.of(new Conclusion(
                Kind.INCIDENT,
                Place.of(services(all)),
                scene.time(run.from()),
                SIGNS,
                Scene.evidence(run, 0, 0, control),
                sure));
    }

    private static Set<Service> services(Collection<Tallies.Lane> lanes) {
        Set<Service> services = EnumSet.noneOf(Service.class);
        lanes.forEach(lane -> services.add(lane.service()));
        return services;
    }
}
