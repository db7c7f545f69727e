package io.sluice.lane;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import io.sluice.testkit.microsoft.MicrosoftReplies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** A lane, the time, and a receiver that answers what a test wants, in Microsoft's words. Confined to one thread. */
final class LaneRig {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    static final LaneId ID = LaneId.of("192.0.2.7", Service.BUSINESS);
    static final String IP = "192.0.2.7";
    /** Faults of the service in a row that close a lane. */
    static final int FAULTS = 3;

    static final BackOff BACK_OFF =
            new BackOff(new RetrySchedule(RuleCatalogue.builtIn().retryBounds(), Map.of(), new Random(7)), FAULTS);
    static final MicrosoftReplies SAYS = new MicrosoftReplies("AM4PEPF00027A6A.eurprd04.prod.outlook.com", () -> START);

    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());
    private static final RemoteHost HOST = new RemoteHost("contoso-com.mail.protection.outlook.com", "192.0.2.99");
    private static final Duration STEP = Duration.ofMillis(1);

    final Lane lane;
    final List<LaneEvent> events = new ArrayList<>();
    Instant now = START;

    LaneRig(LaneLimits limits) {
        lane = new Lane(ID, limits, ControlLaw.DEFAULT, START);
    }

    /** A lane that may send 10 messages a second, up to 100, over 5 connections, up to 20. */
    static LaneRig open() {
        return new LaneRig(limits());
    }

    static LaneLimits limits() {
        return LanePolicy.DEFAULT.limitsOf(ID).withRate(new RateBounds(10, 0.1, 100));
    }

    static Errand to(String tenant) {
        return new Errand(tenant, "sender.example", List.of("ann@" + tenant));
    }

    static Verdict verdict(Reply reply) {
        return CLASSIFIER.classify(reply, Optional.of(Service.BUSINESS));
    }

    /** The verdict on a reply to RCPT, by the built-in rules. */
    static Verdict verdict(String reply) {
        return verdict(SmtpReply.of(reply, SmtpStage.RCPT, HOST));
    }

    static Verdict verdict(NoReply.Kind kind) {
        return verdict(new NoReply(kind, "", SmtpStage.CONNECT, HOST));
    }

    /** All recipients of the errand are refused in these words. */
    static Findings refused(Errand errand, String reply) {
        return refused(errand, verdict(reply), reply);
    }

    static Findings refused(Errand errand, NoReply.Kind kind) {
        return refused(errand, verdict(kind), kind.token());
    }

    private static Findings refused(Errand errand, Verdict verdict, String reply) {
        return new Findings(
                0,
                errand.recipients().stream()
                        .map(recipient -> new Finding(recipient, verdict, reply))
                        .toList());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    /** The permit of a mail that is due now, as soon as the lane lets it go. */
    Permit leave() {
        for (int looks = 0; looks < 1000; looks++) {
            Admission admission = lane.admit(now);
            if (admission instanceof Admission.Admitted admitted) {
                return admitted.permit();
            }
            now = admission instanceof Admission.NotBefore later ? later.when() : now.plus(STEP);
        }
        throw new AssertionError("The lane lets nothing go: " + lane.view());
    }

    /** A mail leaves as soon as lane and gates let it. */
    Permit leave(Errand errand) {
        Permit permit = leave();
        return ((Admission.Admitted) lane.admit(permit, errand, now)).permit();
    }

    List<Permit> leave(int mails) {
        return Stream.generate(this::leave).limit(mails).toList();
    }

    Reaction conclude(Permit permit, Errand errand, Findings findings) {
        Reaction reaction = lane.conclude(permit, errand, findings, BACK_OFF, now);
        events.addAll(reaction.events());
        return reaction;
    }

    Reaction accept(Permit permit) {
        return conclude(permit, to("contoso.com"), Findings.accepted(1));
    }

    Reaction refuse(Permit permit, String reply) {
        Errand errand = to("contoso.com");
        return conclude(permit, errand, refused(errand, reply));
    }

    /** One mail after the other is accepted. */
    void accept(int mails) {
        for (int i = 0; i < mails; i++) {
            accept(leave());
        }
    }

    /** The next mail is refused in these words. */
    Reaction refuse(String reply) {
        return refuse(leave(), reply);
    }

    Reaction refuse(NoReply.Kind kind, String tenant) {
        Errand errand = to(tenant);
        return conclude(leave(errand), errand, refused(errand, kind));
    }

    /** Whether a mail could leave at this moment. */
    boolean isOpen() {
        Admission admission = lane.admit(now);
        if (admission instanceof Admission.Admitted admitted) {
            lane.abandon(admitted.permit(), now);
            return true;
        }
        return false;
    }

    double rate() {
        return lane.view().ratePerSecond();
    }

    int connections() {
        return lane.view().connections();
    }

    /** For how long the lane is closed from now on; zero when it is not. */
    Duration closedFor() {
        return lane.state() instanceof GateState.Closed closed ? Duration.between(now, closed.until()) : Duration.ZERO;
    }

    boolean isTesting() {
        return lane.state() instanceof GateState.Testing;
    }

    /** How many mails leave within that time if the backlog is endless and each is accepted at once. */
    int leavingWithin(Duration time) {
        Instant end = now.plus(time);
        int left = 0;
        while (!now.isAfter(end)) {
            Admission admission = lane.admit(now);
            if (admission instanceof Admission.Admitted admitted) {
                accept(admitted.permit());
                left++;
            } else {
                now = admission instanceof Admission.NotBefore later ? later.when() : now.plus(STEP);
            }
        }
        return left;
    }

    List<LaneEvent> happened(LaneEvent.Kind kind) {
        return events.stream().filter(event -> event.kind() == kind).toList();
    }
}
