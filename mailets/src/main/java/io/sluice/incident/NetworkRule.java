package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Nobody answers. If that is so over some of our addresses only, their paths are broken. If mail to others fares as badly,
 * it is our network. If others are reached, it stays open: what is lost between our provider and Microsoft looks the same
 * here as what Microsoft does not answer.
 */
final class NetworkRule {
    private static final double LEAST_RATE = 0.3;
    private static final int LEAST_CUSTOMERS = 3;
    private static final Set<Sign> SIGNS = Sign.SILENCE;

    private NetworkRule() {}

    static List<Conclusion> conclude(Scene scene) {
        List<Conclusion> paths = paths(scene);
        return paths.isEmpty() ? everywhere(scene) : paths;
    }

    /** Addresses that reach nobody while the others do. */
    private static List<Conclusion> paths(Scene scene) {
        Map<String, Run> broken = new TreeMap<>();
        Map<String, Tally> sources = scene.tallies().sources.tallies;
        sources.forEach((source, tally) -> {
            Run run = Run.of(tally, SIGNS);
            if (scene.holds(run, tally, SIGNS, LEAST_RATE, Scene.WEIGHT)) {
                broken.put(source, run);
            }
        });
        List<Tally> others = sources.entrySet().stream()
                .filter(source -> !broken.containsKey(source.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        List<Conclusion> found = new ArrayList<>();
        broken.forEach((source, run) -> {
            int refused = others.stream()
                    .mapToInt(tally -> tally.since(SIGNS, run.from()))
                    .sum();
            int trials = refused + others.stream().mapToInt(run::passedIn).sum();
            if (areAsUsual(scene, run, others, trials, refused)) {
                Place place = Place.of(services(scene, source, run)).at(source);
                Control control = scene.control(run.from());
                found.add(conclusion(scene, Kind.NETWORK, place, run, trials, refused, control, Confidence.MEDIUM));
            }
        });
        return found;
    }

    /** They are served since, and not merely better than that one, as when all come back one after the other. */
    private static boolean areAsUsual(Scene scene, Run run, List<Tally> others, int trials, int refused) {
        Odds.Usual usual = scene.tallies().microsoft.usual(SIGNS);
        return others.stream().anyMatch(tally -> tally.since(Sign.PASSED, run.from() + 2) > 0)
                && run.otherwise(trials, refused, usual) >= Locality.AS_USUAL
                && Odds.changed(refused, trials, usual) < Scene.WEIGHT;
    }

    private static Set<Service> services(Scene scene, String source, Run run) {
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        scene.tallies().lanes.tallies.forEach((lane, tally) -> {
            if (lane.source().equals(source) && tally.since(SIGNS, run.from()) > 0) {
                services.add(lane.service());
            }
        });
        return services;
    }

    private static List<Conclusion> everywhere(Scene scene) {
        Tallies tallies = scene.tallies();
        Run run = Run.of(tallies.microsoft, SIGNS);
        if (!scene.holds(run, tallies.microsoft, SIGNS, LEAST_RATE, Scene.WEIGHT)) {
            return others(scene);
        }
        if (Locality.of(run, tallies.microsoft, tallies.sources.tallies, SIGNS, unused -> true)
                .isOne()) {
            return List.of(); // the next minutes will prove that it is this address's path
        }
        Control control = scene.control(run.from());
        Place place = Place.of(concerned(scene, run));
        if (control.state() == Control.State.FAILING) {
            Confidence sure = Confidence.of(run.weight() >= Scene.HEAVY, true);
            return List.of(conclusion(scene, Kind.NETWORK, place, run, 0, 0, control, sure));
        }
        Locality<Tallies.InService> tenant =
                Locality.of(run, tallies.microsoft, tallies.tenants.tallies, SIGNS, unused -> true);
        long customers = tallies.tenants.tallies.values().stream()
                .filter(tally -> tally.since(SIGNS, run.from()) > 0)
                .count();
        boolean business = place.services().contains(Service.BUSINESS);
        if (tenant.isOne() || (business && customers < LEAST_CUSTOMERS)) {
            return List.of(); // see NarrowRule
        }
        Confidence sure = Confidence.of(run.weight() >= Scene.HEAVY, control.state() == Control.State.HEALTHY)
                .atMost(control.state() == Control.State.HEALTHY ? Confidence.MEDIUM : Confidence.LOW);
        return List.of(conclusion(scene, Kind.UNREACHABLE, place, run, 0, 0, control, sure));
    }

    /** There may be no mail to Microsoft at all. */
    private static List<Conclusion> others(Scene scene) {
        Tally tally = scene.tallies().others;
        Run run = Run.of(tally, Sign.SILENCE);
        if (!scene.holds(run, tally, Sign.SILENCE, LEAST_RATE, Scene.WEIGHT)) {
            return List.of();
        }
        Control control = scene.control(run.from());
        boolean microsoftAnswers = scene.tallies().microsoft.since(Sign.PASSED, run.from()) > 0;
        if (control.state() != Control.State.FAILING || microsoftAnswers) {
            return List.of();
        }
        return List.of(conclusion(scene, Kind.NETWORK, Place.of(Set.of()), run, 0, 0, control, Confidence.MEDIUM));
    }

    private static Set<Service> concerned(Scene scene, Run run) {
        EnumSet<Service> services = EnumSet.noneOf(Service.class);
        scene.tallies().services.forEach((service, tally) -> {
            if (tally.since(Sign.SILENCE, run.from()) > 1) {
                services.add(service);
            }
        });
        return services;
    }

    private static Conclusion conclusion(
            Scene scene,
            Kind kind,
            Place place,
            Run run,
            int otherTrials,
            int otherRefused,
            Control control,
            Confidence sure) {
        return new Conclusion(
                kind,
                place,
                scene.time(run.from()),
                Sign.SILENCE,
                Scene.evidence(run, otherTrials, otherRefused, control),
                sure);
    }
}
