package io.sluice.simulation.report;

import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.Errand;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Permit;
import io.sluice.lane.RateBounds;
import io.sluice.reply.Reply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import io.sluice.simulation.Load;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Outcome;
import io.sluice.simulation.Rate;
import io.sluice.simulation.Replies;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Simulation;
import io.sluice.simulation.receiver.PerSource;
import io.sluice.simulation.receiver.TenantLimits;
import io.sluice.simulation.receiver.TokenBucket;
import io.sluice.simulation.sender.Fleet;
import io.sluice.simulation.sender.SluiceLane;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Lanes at the size of a large sender: traffic in virtual time, memory of lanes and gates, time for a decision. */
public final class ScaleReport {
    private static final int SOURCES = 200;
    private static final int TENANTS = 100_000;
    private static final double PER_SECOND = 50_000_000 / 86_400.0;
    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final double FAST = 10_000;
    private static final Duration STEP = Duration.ofMillis(1);
    private static final Duration LATER = Duration.ofDays(1);
    private static final int DECISIONS = 2_000_000;

    private final RuleCatalogue catalogue = RuleCatalogue.builtIn();
    private final BackOff backOff =
            new BackOff(new RetrySchedule(catalogue.retryBounds(), Map.of(), new SplittableRandom(1)), 5);

    private ScaleReport() {}

    /**
     * Runs the traffic, then measures lanes and gates.
     *
     * @param arguments {@code --minutes NUMBER}: how much of the day is run
     */
    public static void main(String[] arguments) {
        int minutes = arguments.length == 2 && arguments[0].equals("--minutes") ? Integer.parseInt(arguments[1]) : 60;
        ScaleReport report = new ScaleReport();
        report.traffic(minutes);
        report.memoryOfLanes();
        report.memoryOfGates();
        report.decisions();
    }

    private void traffic(int minutes) {
        Scenario scenario = Scenario.of(
                "scale",
                minutes * Nanos.MINUTE,
                Service.BUSINESS,
                seed -> new TenantLimits(
                        new PerSource(
                                SOURCES,
                                mail -> Fleet.source(mail, SOURCES),
                                source -> new TokenBucket(
                                        Rate.constant(1.2 * PER_SECOND / SOURCES),
                                        20,
                                        250 * Nanos.MILLISECOND,
                                        Replies.serverBusy())),
                        TENANTS,
                        tenant -> tenant % 100 == 99 ? 0.1 : 0,
                        5,
                        250 * Nanos.MILLISECOND,
                        Replies.organizationQuota()),
                Load.toTenants(TENANTS).stream(Rate.constant(PER_SECOND)));
        List<String> hosts = SluiceLane.hosts(TENANTS);
        long before = used();
        long begin = System.nanoTime();
        List<SluiceLane> lanes = new ArrayList<>();
        Outcome outcome = Simulation.run(
                scenario,
                network -> new Fleet(network, SOURCES, line -> {
                    SluiceLane lane = new SluiceLane(line, LanePolicy.DEFAULT, hosts, (time, event) -> {});
                    lanes.add(lane);
                    return lane;
                }),
                Run.SEED);
        double seconds = Nanos.seconds(System.nanoTime() - begin);
        int gates = lanes.stream()
                .mapToInt(lane -> lane.lane().view().narrowGates())
                .sum();
        System.out.printf(
                "%d minutes of a day with 50 million mails, %d lanes, %d tenants of which 1 %% allow 6 mails a minute:%n"
                        + "  %.0f mails in %.1f s; goodput %.3f, refused per accepted %.4f; p50 %.1f s, p99 %.1f s;"
                        + " gates at the end %d, taken up in vain %d; heap %d MiB%n",
                minutes,
                SOURCES,
                TENANTS,
                outcome.accepted().total(),
                seconds,
                outcome.goodput(),
                outcome.refusedPerAccepted(),
                Nanos.seconds(outcome.delays().quantile(0.5)),
                Nanos.seconds(outcome.delays().quantile(0.99)),
                gates,
                outcome.inVain(),
                (used() - before) >> 20);
    }

    private void memoryOfLanes() {
        int count = 10_000;
        long before = used();
        List<Lane> lanes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            lanes.add(lane("10.0." + i / 256 + "." + i % 256));
        }
        System.out.printf("A lane at rest: %d bytes%n", (used() - before) / lanes.size());
    }

    private void memoryOfGates() {
        Verdict verdict = verdict(Replies.organizationQuota());
        LaneId id = LaneId.of("192.0.2.7", Service.BUSINESS);
        // So fast that no gate comes to rest while the others close.
        LaneLimits limits = LanePolicy.DEFAULT.limitsOf(id).withRate(new RateBounds(FAST, 1, FAST));
        Lane lane = new Lane(id, limits, LanePolicy.DEFAULT.law(), START);
        List<String> hosts = SluiceLane.hosts(TENANTS);
        long before = used();
        Instant now = START;
        for (String host : hosts) {
            now = now.plus(STEP);
            Errand errand = new Errand(host, "", List.of("someone@example.com"));
            Finding refusal = new Finding("someone@example.com", verdict, "quota exceeded");
            conclude(lane, errand, new Findings(0, List.of(refusal)), now);
            lane.takeUnsaved();
        }
        int closed = lane.view().narrowGates();
        System.out.printf("%d gates of tenants that refused: %d bytes each%n", closed, (used() - before) / closed);
        for (String host : hosts) {
            now = now.plus(STEP);
            conclude(lane, new Errand(host, "", List.of("someone@example.com")), Findings.accepted(1), now.plus(LATER));
            lane.takeUnsaved();
        }
        System.out.printf(
                "Once all of them took mail again: %d gates left%n", lane.view().narrowGates());
    }

    private void conclude(Lane lane, Errand errand, Findings findings, Instant now) {
        if (lane.admit(now) instanceof Admission.Admitted first) {
            if (lane.admit(first.permit(), errand, now) instanceof Admission.Admitted second) {
                lane.conclude(second.permit(), errand, findings, backOff, now);
            } else {
                lane.abandon(first.permit(), now);
            }
        }
    }

    private void decisions() {
        Lane lane = lane("192.0.2.7");
        Errand errand = new Errand("contoso-com.mail.protection.outlook.com", "", List.of("someone@example.com"));
        Findings accepted = Findings.accepted(1);
        long best = Long.MAX_VALUE;
        Instant now = START;
        for (int round = 0; round < 5; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < DECISIONS; i++) {
                now = now.plusNanos(Nanos.SECOND);
                if (lane.admit(now) instanceof Admission.Admitted admitted
                        && lane.admit(admitted.permit(), errand, now) instanceof Admission.Admitted throughout) {
                    Permit permit = throughout.permit();
                    lane.conclude(permit, errand, accepted, backOff, now);
                }
            }
            best = Math.min(best, System.nanoTime() - begin);
            lane.takeUnsaved();
        }
        System.out.printf("Admission, tenant's gate and outcome of a mail together: %d ns%n", best / DECISIONS);
    }

    private Lane lane(String source) {
        LaneId id = LaneId.of(source, Service.BUSINESS);
        return new Lane(id, LanePolicy.DEFAULT.limitsOf(id), LanePolicy.DEFAULT.law(), START);
    }

    private Verdict verdict(Reply reply) {
        return new RuleBasedClassifier(catalogue).classify(reply, Optional.of(Service.BUSINESS));
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
