package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Refusals in which Microsoft blames itself. If one address, one sender domain or one customer has them all while others
 * are served, it is that one's trouble, whatever the reply says; else it is Microsoft's, in one region or everywhere, when
 * there is proof besides what the reply says, and unclear when there is none.
 */
final class ServiceRule {
    private static final double LEAST_RATE = 0.15;
    private static final double MOSTLY = 0.5;

    private ServiceRule() {}

    static List<Conclusion> conclude(Scene scene, AllAtOnce filter) {
        List<Conclusion> found = new ArrayList<>();
        for (Service service : Service.values()) {
            conclude(scene, service, filter).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Conclusion> conclude(Scene scene, Service service, AllAtOnce filter) {
        Set<Sign> signs = Sign.SERVICE_SIDE;
        Tally tally = scene.service(service);
        Run run = Run.of(tally, signs);
        double part = Math.max(run.rate(), troubledTime(run, tally, signs));
        if (part < LEAST_RATE || !scene.holds(run, tally, signs, 0, Scene.WEIGHT)) {
            return Optional.empty();
        }
        Place place = Place.of(Set.of(service));
        Control control = scene.control(run.from());
        Tallies tallies = scene.tallies();
        Locality<Tallies.InService> sender =
                Locality.of(run, tally, tallies.senders.tallies, signs, domain -> domain.service() == service);
        if (sender.isSurelyOne()) {
            String domain = sender.name().orElseThrow().name();
            return conclusion(scene, Kind.SENDER, place.from(domain), run, sender, control, Confidence.LOW);
        }
        Locality<Tallies.Lane> source =
                Locality.of(run, tally, tallies.lanes.tallies, signs, lane -> lane.service() == service);
        if (source.isOne()) {
            String address = source.name().orElseThrow().source();
            return conclusion(scene, Kind.REPUTATION, place.at(address), run, source, control, Confidence.MEDIUM);
        }
        Locality<Tallies.InService> tenant =
                Locality.of(run, tally, tallies.tenants.tallies, signs, customer -> customer.service() == service);
        boolean oneCustomer = service == Service.BUSINESS && !tenant.isSeveral();
        if (oneCustomer && tenant.name().isPresent()) {
            Confidence sure = tenant.isOne() ? Confidence.HIGH : Confidence.LOW;
            String customer = tenant.name().orElseThrow().name();
            return conclusion(scene, Kind.TENANT, place.to(customer), run, tenant, control, sure);
        }
        boolean busy = isBusyOnly(tally, run);
        if (!scene.lasts(run, tally, signs) || (busy && filter.explains(service))) {
            return Optional.empty();
        }
        Locality<Tallies.InService> region =
                Locality.of(run, tally, tallies.regions.tallies, signs, name -> name.service() == service);
        if (busy || !isMicrosofts(scene, service, run, region)) {
            boolean early = !busy && scene.isYoung(run.from()) && scene.hasSeveralSources();
            return early
                    ? Optional.empty()
                    : conclusion(scene, Kind.UNCLEAR, place, run, source, control, Confidence.LOW);
        }
        Confidence sure = Confidence.of(
                        run.weight() >= Scene.HEAVY,
                        source.isSeveral() || tenant.isSeveral(),
                        control.state() == Control.State.HEALTHY)
                .atMost(control.state() == Control.State.NONE ? Confidence.MEDIUM : Confidence.HIGH);
        if (region.isOne()) {
            return conclusion(
                    scene, Kind.INCIDENT, place.in(region.name().orElseThrow().name()), run, region, control, sure);
        }
        Locality<Tallies.Lane> nowhereElse = new Locality<>(source.spread(), source.name(), 0, 0, 0);
        return conclusion(scene, Kind.INCIDENT, place, run, nowhereElse, control, sure);
    }

    /** In which part of the time most is refused: whoever rests meanwhile is refused little of his mail. */
    private static double troubledTime(Run run, Tally tally, Set<Sign> signs) {
        int troubled = 0;
        for (long cell = run.from(); cell <= tally.newest(); cell++) {
            int refused = tally.count(signs, cell);
            troubled += refused > 0 && refused >= tally.count(Sign.PASSED, cell) ? 1 : 0;
        }
        return (double) troubled / (tally.newest() - run.from() + 1);
    }

    private static boolean isBusyOnly(Tally tally, Run run) {
        return tally.since(Sign.BUSY, run.from()) > MOSTLY * run.refused();
    }

    /**
     * That a reply names a fault of the receiver is no proof: it must be said to several of our addresses without more mail
     * than usual, or choose among customers, which no fault of ours does.
     */
    private static boolean isMicrosofts(Scene scene, Service service, Run run, Locality<Tallies.InService> region) {
        boolean addresses = hearSeveral(scene, run)
                && scene.volume(run.from()) != Scene.Volume.JUMPED
                && (region.isOne() || !isSpared(scene, service, run));
        return addresses
                || (service == Service.BUSINESS
                        && Selectivity.isThere(
                                scene.service(service), run, Sign.SERVICE_SIDE, customers(scene, service)));
    }

    /** Two addresses or more hear it so often that it is no noise with any of them. */
    private static boolean hearSeveral(Scene scene, Run run) {
        return scene.tallies().lanes.tallies.entrySet().stream()
                        .filter(lane -> isEvident(run, lane.getValue()))
                        .map(lane -> lane.getKey().source())
                        .distinct()
                        .limit(2)
                        .count()
                > 1;
    }

    private static boolean isEvident(Run run, Tally lane) {
        int refused = lane.since(Sign.SERVICE_SIDE, run.from());
        return Odds.changed(refused, refused + run.passedIn(lane), lane.usual(Sign.SERVICE_SIDE))
                >= Scene.WEIGHT_OF_CONTROL;
    }

    /** Whether an address is served as ever. */
    private static boolean isSpared(Scene scene, Service service, Run run) {
        Odds.Usual usual = scene.service(service).usual(Sign.SERVICE_SIDE);
        return scene.tallies().lanes.tallies.entrySet().stream()
                .filter(lane -> lane.getKey().service() == service)
                .map(Map.Entry::getValue)
                .anyMatch(lane -> {
                    int refused = lane.since(Sign.SERVICE_SIDE, run.from());
                    return run.otherwise(refused + run.passedIn(lane), refused, usual) >= Locality.AS_USUAL;
                });
    }

    private static List<Tally> customers(Scene scene, Service service) {
        return scene.tallies().tenants.tallies.entrySet().stream()
                .filter(customer -> customer.getKey().service() == service)
                .map(Map.Entry::getValue)
                .toList();
    }

    private static Optional<Conclusion> conclusion(
            Scene scene, Kind kind, Place place, Run run, Locality<?> rest, Control control, Confidence sure) {
        return Optional.of(new Conclusion(
                kind,
                place,
                scene.time(run.from()),
                Sign.SERVICE_SIDE,
                Scene.evidence(run, rest.otherTrials(), rest.otherRefused(), control),
                sure));
    }
}
