package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refusals in which Microsoft blames itself. If one address, one sender domain or one customer has them all while others
 * are served, it is that one's trouble, whatever the reply says; else it is Microsoft's, in one region or everywhere.
 */
final class ServiceRule {
    private static final double LEAST_RATE = 0.15;
    private static final double MOSTLY = 0.5;

    private ServiceRule() {}

    static List<Conclusion> conclude(Scene scene) {
        List<Conclusion> found = new ArrayList<>();
        for (Service service : Service.values()) {
            conclude(scene, service).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<Conclusion> conclude(Scene scene, Service service) {
        Set<Sign> signs = Sign.SERVICE_SIDE;
        Tally tally = scene.service(service);
        Run run = Run.of(tally, signs);
        if (!scene.holds(run, tally, signs, LEAST_RATE, Scene.WEIGHT)) {
            return Optional.empty();
        }
        Place place = Place.of(Set.of(service));
        Control control = scene.control(run.from());
        Tallies tallies = scene.tallies();
        Locality<Tallies.InService> sender =
                Locality.of(run, tally, tallies.senders.tallies, signs, domain -> domain.service() == service);
        if (sender.isOne()) {
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
        boolean everywhere = source.isSeveral() || (tenant.isSeveral() && service == Service.BUSINESS);
        if (isBusyOnly(tally, run) && !isPlausible(scene, run, source)) {
            return conclusion(scene, Kind.UNCLEAR, place, run, source, control, Confidence.LOW);
        }
        Confidence sure = Confidence.of(
                        run.weight() >= Scene.HEAVY, everywhere, control.state() == Control.State.HEALTHY)
                .atMost(control.state() == Control.State.NONE ? Confidence.MEDIUM : Confidence.HIGH);
        Locality<Tallies.InService> region =
                Locality.of(run, tally, tallies.regions.tallies, signs, name -> name.service() == service);
        if (region.isOne()) {
            return conclusion(
                    scene, Kind.INCIDENT, place.in(region.name().orElseThrow().name()), run, region, control, sure);
        }
        return conclusion(
                scene, Kind.INCIDENT, place, run, new Locality<>(source.spread(), source.name(), 0, 0), control, sure);
    }

    private static boolean isBusyOnly(Tally tally, Run run) {
        return tally.since(Sign.BUSY, run.from()) > MOSTLY * run.refused();
    }

    /** "Busy" is also said to those who send too much: it counts when several of our addresses hear it at their usual rate. */
    private static boolean isPlausible(Scene scene, Run run, Locality<Tallies.Lane> source) {
        return source.isSeveral() && !scene.volumeJumped(run.from());
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
