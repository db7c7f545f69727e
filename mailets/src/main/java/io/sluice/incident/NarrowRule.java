package io.sluice.incident;

import io.sluice.reply.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
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

    private static final long AS_LATE = Duration.ofMinutes(5).toMillis();
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
        Set<Sign> signs = Sign.SENDER_SIDE;
        List<Conclusion> found = new ArrayList<>();
        Set<String> domains = new HashSet<>();
        Set<String> withMail = new HashSet<>();
        for (Map.Entry<Tallies.InService, Tally> sender :
                scene.tallies().senders.tallies.entrySet()) {
            Tally tally = sender.getValue();
            Service service = sender.getKey().service();
            Run run = Run.of(tally, signs);
            boolean refused = scene.holds(run, tally, signs, LEAST_RATE, Scene.WEIGHT_OF_ONE);
            if (refused || isShutOut(tally)) {
                Place place = Place.of(Set.of(service)).from(sender.getKey().name());
                Conclusion conclusion = conclusion(
                        scene, Kind.SENDER, place, refused ? run : denials(tally), signs, scene.service(service));
                found.add(conclusion);
                domains.add(sender.getKey().name());
            }
            if (tally.since(signs, tally.oldest()) + tally.since(Sign.PASSED, tally.oldest()) > 0) {
                withMail.add(sender.getKey().name());
            }
        }
        if (domains.size() >= ALL_SENDERS && domains.size() >= MOST_OF_THEM * withMail.size()) {
            Run strong = Run.of(scene.tallies().microsoft, signs);
            Run run = strong.refused() > 0 ? strong : denials(scene.tallies().microsoft);
            return List.of(new Conclusion(
                    Kind.SENDER,
                    Place.of(services(scene, run, signs)),
                    scene.time(run.from()),
                    signs,
                    Scene.evidence(run, 0, 0, scene.control(run.from())),
                    Confidence.HIGH));
        }
        return found.stream()
                .sorted(Comparator.comparing(
                        conclusion -> -conclusion.evidence().weight()))
                .limit(MOST)
                .toList();
    }

    /** Such a reply says what it is, and the domain's gate is closed for hours after the first: there is nothing to count. */
    private static boolean isShutOut(Tally tally) {
        Set<Sign> denied = Set.of(Sign.DENIED);
        return tally.last(denied) > tally.last(Set.of(Sign.PASSED)) && tally.since(denied, tally.oldest()) > 0;
    }

    private static Run denials(Tally tally) {
        int denials = tally.since(Sign.DENIED, tally.oldest());
        return new Run(Tally.cell(tally.last(Set.of(Sign.DENIED))), denials, denials, 0, 0, 1);
    }

    private static List<Conclusion> tenants(Scene scene) {
        List<Conclusion> found = new ArrayList<>();
        for (Map.Entry<Tallies.InService, Tally> tenant :
                scene.tallies().tenants.tallies.entrySet()) {
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
            boolean othersServed = isServedStill(scene.service(service), tenant.getValue())
                    && others >= 3
                    && locality.otherRefused() < others * LEAST_RATE / 3;
            if (othersServed) {
                Place place = Place.of(Set.of(service)).to(tenant.getKey().name());
                found.add(conclusion(scene, Kind.TENANT, place, run, Sign.OF_ONE_TENANT, scene.service(service)));
            }
        }
        return found;
    }

    /** When the others are refused as well by now, it is no longer this customer's. */
    private static boolean isServedStill(Tally service, Tally tenant) {
        return service.last(Set.of(Sign.PASSED)) >= tenant.last(Sign.OF_ONE_TENANT) - AS_LATE;
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
        Locality<Tallies.InService> sender =
                Locality.of(run, tallies.microsoft, tallies.senders.tallies, signs, name -> true);
        Locality<String> source = Locality.of(run, tallies.microsoft, tallies.sources.tallies, signs, name -> true);
        Locality<Tallies.InService> tenant =
                Locality.of(run, tallies.microsoft, tallies.tenants.tallies, signs, name -> true);
        if (tenant.isOne()) {
            return Optional.empty();
        }
        Kind kind = sender.isOne() ? Kind.SENDER : source.isOne() ? Kind.REPUTATION : Kind.UNCLEAR;
        Place narrow = sender.isOne()
                ? place.from(sender.name().orElseThrow().name())
                : source.isOne() ? place.at(source.name().orElseThrow()) : place;
        Evidence evidence = Scene.evidence(run, source.otherTrials(), source.otherRefused(), control);
        return Optional.of(new Conclusion(kind, narrow, scene.time(run.from()), signs, evidence, Confidence.LOW));
    }

    private static Set<Service> services(Scene scene, Run run, Set<Sign> signs) {
        return scene.tallies().services.entrySet().stream()
                .filter(service -> service.getValue().since(signs, run.from()) > 0)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Conclusion conclusion(Scene scene, Kind kind, Place place, Run run, Set<Sign> signs, Tally whole) {
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
