package io.sluice.simulation.incident;

import io.sluice.incident.Conclusion;
import io.sluice.incident.Detector;
import io.sluice.incident.Sign;
import io.sluice.incident.Trial;
import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.Errand;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.Reply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import io.sluice.watch.IncidentWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Three addresses that send a mail each half a minute to each of some services, with real lanes, catalogue and detector, and
 * other mail that is delivered unless a test breaks it.
 */
final class Rig {
    private static final RuleCatalogue CATALOGUE = RuleCatalogue.builtIn();
    private static final Duration STEP = Duration.ofSeconds(30);

    final List<Lane> lanes = new ArrayList<>();
    final Set<DeferralClass> classes = EnumSet.noneOf(DeferralClass.class);
    List<Conclusion> conclusions = List.of();
    private final RuleBasedClassifier classifier = new RuleBasedClassifier(CATALOGUE);
    private final BackOff backOff = new BackOff(new RetrySchedule(CATALOGUE.retryBounds(), Map.of(), new Random(7)), 5);
    private Instant now = Instant.parse("2026-11-02T08:00:00Z");
    private final Detector detector = new Detector(now);
    private long number;

    Rig(Service... services) {
        for (String source : List.of("192.0.2.1", "192.0.2.2", "192.0.2.3")) {
            for (Service service : services) {
                LaneId id = LaneId.of(source, service);
                lanes.add(new Lane(id, LanePolicy.DEFAULT.limitsOf(id), LanePolicy.DEFAULT.law(), now));
            }
        }
    }

    /** A mail on its way. */
    record Sent(String source, Service service, String tenant, String sender) {}

    /** What becomes of a mail; empty when it is accepted. */
    @FunctionalInterface
    interface Receiver {
        Optional<Reply> answer(Sent mail);
    }

    static final Receiver ACCEPTS = mail -> Optional.empty();

    /** Half a day of ordinary mail. */
    Rig quiet() {
        return minutes(12 * 60, ACCEPTS, ACCEPTS);
    }

    Rig minutes(int minutes, Receiver microsoft) {
        return minutes(minutes, microsoft, ACCEPTS);
    }

    Rig minutes(int minutes, Receiver microsoft, Receiver others) {
        for (int step = 0; step < minutes * 2; step++) {
            now = now.plus(STEP);
            for (Lane lane : lanes) {
                send(lane, microsoft);
            }
            other(others);
            conclusions = detector.conclude(now);
            lanes.forEach(lane -> lane.incident(
                    IncidentWatch.incidentAt(lane.id().service().orElseThrow(), conclusions),
                    conclusions.stream()
                            .map(Conclusion::since)
                            .min(Instant::compareTo)
                            .orElse(now),
                    now));
        }
        return this;
    }

    private void send(Lane lane, Receiver microsoft) {
        if (!(lane.admit(now) instanceof Admission.Admitted admitted)) {
            return;
        }
        number++;
        Sent mail = new Sent(
                lane.id().source(),
                lane.id().service().orElseThrow(),
                "customer" + number * 7 % 11,
                "sender" + number * 5 % 13 + ".example");
        Errand errand = new Errand(mail.tenant(), mail.sender(), List.of("ann" + number + "@contoso.com"));
        if (!(lane.admit(admitted.permit(), errand, now) instanceof Admission.Admitted throughout)) {
            lane.abandon(admitted.permit(), now);
            return;
        }
        Optional<Reply> refusal = microsoft.answer(mail);
        Findings findings = refusal.map(reply -> refused(mail, errand, reply)).orElseGet(() -> {
            note(mail, Optional.empty(), Sign.PASSED);
            return Findings.accepted(1);
        });
        lane.conclude(throughout.permit(), errand, findings, backOff, now);
    }

    private Findings refused(Sent mail, Errand errand, Reply reply) {
        Verdict verdict = classifier.classify(reply, Optional.of(mail.service()));
        classes.add(verdict.deferralClass());
        Optional<String> region = verdict.parts().frontEnd().flatMap(FrontEnd::region);
        Sign.of(reply, verdict).ifPresent(sign -> note(mail, region, sign));
        return new Findings(0, List.of(new Finding(errand.recipients().get(0), verdict, reply.text())));
    }

    private void note(Sent mail, Optional<String> region, Sign sign) {
        detector.add(new Trial(
                now, number, mail.source(), Optional.of(mail.service()), mail.tenant(), mail.sender(), region, sign));
    }

    private void other(Receiver others) {
        number++;
        String domain = "other" + number % 9 + ".example";
        Sign sign = others.answer(new Sent("192.0.2.1", Service.BUSINESS, domain, ""))
                .flatMap(Sign::ofOthers)
                .orElse(Sign.PASSED);
        detector.add(new Trial(now, number, "192.0.2.1", Optional.empty(), domain, "", Optional.empty(), sign));
    }

    /** What is told first. */
    Conclusion told() {
        if (conclusions.isEmpty()) {
            throw new AssertionError("Nothing is concluded: " + detector.sums().sentence());
        }
        return conclusions.get(0);
    }

    Lane lane(String source, Service service) {
        return lanes.stream()
                .filter(lane -> lane.id().equals(LaneId.of(source, service)))
                .findFirst()
                .orElseThrow();
    }
}
