package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Nobody answers. Whether that is our network or Microsoft's is told by mail to others: if that fares as badly, it is ours.
 * If others are reached, it is Microsoft's when some of its hosts still answer or blame themselves, as no filter of ours
 * works by halves; else it stays open.
 */
final class NetworkRule {
    private static final double LEAST_RATE = 0.3;
    private static final double BY_HALVES = 0.95;
    private static final int LEAST_CUSTOMERS = 3;

    private NetworkRule() {}

    static List<Conclusion> conclude(Scene scene) {
        Tallies tallies = scene.tallies();
        Set<Sign> signs = Sign.SILENCE;
        Run run = Run.of(tallies.microsoft, signs);
        if (!scene.holds(run, tallies.microsoft, signs, LEAST_RATE, Scene.WEIGHT)) {
            return others(scene);
        }
        Control control = scene.control(run.from());
        Place place = Place.of(concerned(scene, run));
        if (control.state() == Control.State.FAILING) {
            Confidence sure = Confidence.of(run.weight() >= Scene.HEAVY, true);
            return List.of(conclusion(scene, Kind.NETWORK, place, run, 0, 0, control, sure));
        }
        Locality<Tallies.Lane> lane = Locality.of(run, tallies.microsoft, tallies.lanes.tallies, signs, unused -> true);
        Locality<String> source = bySource(scene, run);
        if (source.isOne()) {
            return List.of(conclusion(
                    scene,
                    Kind.NETWORK,
                    place.at(source.name().orElseThrow()),
                    run,
                    source.otherTrials(),
                    source.otherRefused(),
                    control,
                    Confidence.MEDIUM));
        }
        Locality<Tallies.InService> tenant =
                Locality.of(run, tallies.microsoft, tallies.tenants.tallies, signs, unused -> true);
        long customers = tallies.tenants.tallies.values().stream()
                .filter(tally -> tally.since(signs, run.from()) > 0)
                .count();
        boolean business = place.services().contains(Service.BUSINESS);
        if (tenant.isOne() || (business && customers < LEAST_CUSTOMERS)) {
            return List.of(); // see TenantRule
        }
        Kind kind = isMicrosofts(scene, run, control) ? Kind.INCIDENT : Kind.UNREACHABLE;
        Confidence sure = Confidence.of(run.weight() >= Scene.HEAVY, control.state() == Control.State.HEALTHY)
                .atMost(control.state() == Control.State.HEALTHY ? Confidence.MEDIUM : Confidence.LOW);
        return List.of(conclusion(scene, kind, place, run, lane.otherTrials(), lane.otherRefused(), control, sure));
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

    private static boolean isMicrosofts(Scene scene, Run run, Control control) {
        if (control.state() != Control.State.HEALTHY) {
            return false;
        }
        boolean blamesItself = scene.tallies().microsoft.since(Sign.SERVICE_SIDE, run.from()) > 1;
        int cells = 0;
        for (long cell = run.from() + 1; cell <= scene.tallies().microsoft.newest(); cell++) {
            cells += scene.tallies().microsoft.count(Sign.PASSED, cell) > 0 ? 1 : 0;
        }
        return blamesItself || (run.rate() <= BY_HALVES && cells > 2);
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

    private static Locality<String> bySource(Scene scene, Run run) {
        Map<String, Integer> refused = new HashMap<>();
        Map<String, Integer> passed = new HashMap<>();
        scene.tallies().lanes.tallies.forEach((lane, tally) -> {
            refused.merge(lane.source(), tally.since(Sign.SILENCE, run.from()), Integer::sum);
            passed.merge(lane.source(), run.passedIn(tally), Integer::sum);
        });
        return Locality.of(run, refused, passed, scene.tallies().microsoft.usual(Sign.SILENCE));
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
