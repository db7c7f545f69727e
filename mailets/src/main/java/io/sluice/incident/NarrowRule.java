package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Trouble of one customer of Microsoft, of one sender's domain, or of one account. */
final class NarrowRule {
    private static final double LEAST_RATE = 0.6;
    /** More of a kind at one time is not told one by one. */
    private static final int MOST = 10;

    private static final int ALL_SENDERS = 3;
    private static final double MOST_OF_THEM = 0.8;

    private NarrowRule() {}

    static List<Conclusion> conclude(Scene scene) {
        List<Conclusion> found = new ArrayList<>(senders(scene));
        found.addAll(tenants(scene));
        found.addAll(accounts(scene));
        return found;
    }

    private static List<Conclusion> senders(Scene scene) {
        Set<Sign> signs = Set.of(Sign.SENDER);
        Tally whole = scene.tallies().microsoft;
        List<Conclusion> found = new ArrayList<>();
        int withMail = 0;
        for (Map.Entry<String, Tally> sender : scene.tallies().senders.tallies.entrySet()) {
            Run run = Run.of(sender.getValue(), signs);
            if (scene.holds(run, sender.getValue(), signs, LEAST_RATE, Scene.WEIGHT_OF_ONE)) {
                Place place = Place.of(services(scene, run, signs)).from(sender.getKey());
                found.add(conclusion(scene, Kind.SENDER, place, run, signs, whole));
            }
            withMail += sender.getValue().since(Set.of(Sign.PASSED, Sign.SENDER), sender.getValue().oldest()) > 0 ? 1 : 0;
        }
        if (found.size() >= ALL_SENDERS && found.size() >= MOST_OF_THEM * withMail) {
            Run run = Run.of(whole, signs);
            return List.of(new Conclusion(
                    Kind.SENDER,
                    Place.of(services(scene, run, signs)),
                    scene.time(run.from()),
                    signs,
                    Scene.evidence(run, 0, 0, scene.control(run.from())),
                    Confidence.HIGH));
        }
        return found.stream().limit(MOST).toList();
    }

    private static List<Conclusion> tenants(Scene scene) {
        List<Conclusion> found = new ArrayList<>();
        for (Map.Entry<Tallies.InService, Tally> tenant : scene.tallies().tenants.tallies.entrySet()) {
            Service service = tenant.getKey().service();
            if (service != Service.BUSINESS || found.size() >= MOST) {
                continue;
            }
            Run run = Run.of(tenant.getValue(), Sign.OF_ONE_TENANT);
            if (!scene.holds(run, tenant.getValue(), Sign.OF_ONE_TENANT, LEAST_RATE, Scene.WEIGHT_OF_ONE)) {
                continue;
            }
            Locality<Tallies.InService> locality = Locality.of(
                    run,
                    scene.service(service),
                    Map.of(tenant.getKey(), tenant.getValue()),
                    Sign.OF_ONE_TENANT,
                    unused -> true);
            int others = locality.otherTrials();
            boolean othersServed = others >= 3 && locality.otherRefused() < others * LEAST_RATE / 3;
            if (othersServed) {
                Place place = Place.of(Set.of(service)).to(tenant.getKey().name());
                found.add(conclusion(scene, Kind.TENANT, place, run, Sign.OF_ONE_TENANT, scene.service(service)));
            }
        }
        return found;
    }

    private static List<Conclusion> accounts(Scene scene) {
        Set<Sign> signs = Set.of(Sign.LIMIT);
        List<Conclusion> found = new ArrayList<>();
        scene.tallies().lanes.tallies.forEach((lane, tally) -> {
            Run run = Run.of(tally, signs);
            if (scene.holds(run, tally, signs, LEAST_RATE, Scene.WEIGHT)) {
                Place place = Place.of(Set.of(lane.service())).at(lane.source());
                found.add(conclusion(scene, Kind.LIMIT, place, run, signs, scene.tallies().microsoft));
            }
        });
        return found;
    }

    /** What is left over: refusals that tell nothing. */
    static Optional<Conclusion> unclear(Scene scene) {
        Set<Sign> signs = Set.of(Sign.UNCLEAR);
        Tallies tallies = scene.tallies();
        Run run = Run.of(tallies.microsoft, signs);
        if (!scene.holds(run, tallies.microsoft, signs, LEAST_RATE / 2, Scene.WEIGHT)) {
            return Optional.empty();
        }
        Place place = Place.of(services(scene, run, signs));
        Control control = scene.control(run.from());
        Locality<String> sender = Locality.of(run, tallies.microsoft, tallies.senders.tallies, signs, name -> true);
        Locality<Tallies.Lane> lane = Locality.of(run, tallies.microsoft, tallies.lanes.tallies, signs, name -> true);
        Locality<Tallies.InService> tenant =
                Locality.of(run, tallies.microsoft, tallies.tenants.tallies, signs, name -> true);
        if (tenant.isOne()) {
            return Optional.empty();
        }
        Kind kind = sender.isOne() ? Kind.SENDER : lane.isOne() ? Kind.REPUTATION : Kind.UNCLEAR;
        Place narrow = sender.isOne()
                ? place.from(sender.name().orElseThrow())
                : lane.isOne() ? place.at(lane.name().orElseThrow().source()) : place;
        Evidence evidence = Scene.evidence(run, lane.otherTrials(), lane.otherRefused(), control);
        return Optional.of(new Conclusion(kind, narrow, scene.time(run.from()), signs, evidence, Confidence.LOW));
    }

    private static Set<Service> services(Scene scene, Run run, Set<Sign> signs) {
        return scene.tallies().services.entrySet().stream()
                .filter(service -> service.getValue().since(signs, run.from()) > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Conclusion conclusion(
            Scene scene, Kind kind, Place place, Run run, Set<Sign> signs, Tally whole) {
        int otherRefused = Math.max(0, whole.since(signs, run.from()) - run.refused());
        int otherTrials = Math.max(otherRefused, run.trialsOf(whole, signs) - run.trials());
        return new Conclusion(
                kind,
                place,
                scene.time(run.from()),
                signs,
                Scene.evidence(run, otherTrials, otherRefused, scene.control(run.from())),
                Confidence.of(run.weight() >= Scene.HEAVY, otherTrials > 0 && otherRefused * 2 < otherTrials));
    }
}
