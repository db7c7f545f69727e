package io.sluice.simulation.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.incident.Conclusion;
import io.sluice.incident.Confidence;
import io.sluice.incident.Kind;
import io.sluice.lane.GateState;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.simulation.incident.Rig.Receiver;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Causes that operators met in the field: how each reply is read, what the lane does, what the operator is told. */
class CausesTest {
    private static final String TAIL =
            " [AM4PEPF00027A6A.eurprd04.prod.outlook.com 2026-11-02T08:00:00.000Z 08DE2A317C449E10]";
    private static final RemoteHost HOST = new RemoteHost("contoso-com.mail.protection.outlook.com", "198.51.100.25");
    private static final String FIRST = "192.0.2.1";

    private final Rig rig = new Rig(Service.CONSUMER, Service.BUSINESS);

    private static Optional<Reply> says(String text) {
        return Optional.of(SmtpReply.of(text + TAIL, SmtpStage.RCPT, HOST));
    }

    private static Optional<Reply> silent(NoReply.Kind kind) {
        return Optional.of(new NoReply(kind, "", SmtpStage.CONNECT, HOST));
    }

    private static Receiver always(Optional<Reply> reply) {
        return mail -> reply;
    }

    @Test
    void throttlingOfAllAddressesAfterAChangeOfAntiSpamRules() {
        rig.quiet();
        double learned = rig.lane(FIRST, Service.CONSUMER).view().ratePerSecond();

        rig.minutes(
                60,
                mail -> mail.service() == Service.CONSUMER
                        ? says("451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited due to IP"
                                + " reputation. For e-mail delivery information, see https://aka.ms/postmaster"
                                + " (S775)")
                        : says("451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77714)"));

        assertThat(rig.classes)
                .containsExactlyInAnyOrder(DeferralClass.IP_REPUTATION_THROTTLE, DeferralClass.SERVICE_THROTTLE);
        Conclusion told = rig.told();
        assertThat(told.kind()).isEqualTo(Kind.INCIDENT);
        assertThat(told.title()).contains("all our addresses are slowed down at once");
        assertThat(told.advice()).contains("do not move mail to other addresses");
        assertThat(rig.lanes).allSatisfy(lane -> assertThat(lane.state()).isNotInstanceOf(GateState.Open.class));
        assertThat(rig.lane(FIRST, Service.CONSUMER).view().ratePerSecond())
                .as("what was learned stays")
                .isGreaterThanOrEqualTo(learned);
    }

    @Test
    void anOutageOfTheServiceByNetworking() {
        rig.quiet().minutes(20, always(silent(NoReply.Kind.CONNECT_TIMED_OUT)));

        assertThat(rig.classes).containsExactly(DeferralClass.NETWORK);
        assertThat(rig.told().kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(rig.told().what()).contains("Mail to others is delivered");
        assertThat(rig.lanes).allSatisfy(lane -> assertThat(lane.condition()).isEqualTo(LaneCondition.OUTAGE));
    }

    @Test
    void exchangeOnlineProtectsItsHealth() {
        rig.quiet()
                .minutes(
                        40,
                        mail -> mail.service() == Service.BUSINESS
                                ? says("452 4.3.1 Insufficient system resources (TooManyMessages)")
                                : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.OUTAGE);
        assertThat(rig.told().kind()).isEqualTo(Kind.INCIDENT);
        assertThat(rig.told().place().services()).containsExactly(Service.BUSINESS);
        assertThat(rig.lane(FIRST, Service.BUSINESS).condition()).isEqualTo(LaneCondition.OUTAGE);
        assertThat(rig.lane(FIRST, Service.CONSUMER).condition()).isEqualTo(LaneCondition.OPEN);
    }

    @Test
    void congestionOfTheNetworkBetweenUsAndMicrosoft() {
        Random random = new Random(3);
        rig.quiet().minutes(30, mail -> random.nextInt(5) < 3 ? silent(NoReply.Kind.READ_TIMED_OUT) : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.NETWORK);
        assertThat(rig.told().kind())
                .as("a way that loses as much looks the same")
                .isEqualTo(Kind.UNREACHABLE);
        assertThat(rig.told().title()).contains("by their network or on the way is not proven");
        assertThat(rig.told().confidence()).isLessThan(Confidence.HIGH);
    }

    @Test
    void congestionOfOurOwnNetwork() {
        Random random = new Random(3);
        Receiver lossy = mail -> random.nextInt(5) < 3 ? silent(NoReply.Kind.READ_TIMED_OUT) : Optional.empty();
        rig.quiet().minutes(30, lossy, lossy);

        assertThat(rig.told().kind()).isEqualTo(Kind.NETWORK);
        assertThat(rig.told().advice()).contains("DNS resolver");
    }

    @Test
    void dnsTroubleOnMxRecords() {
        Receiver noDns = always(silent(NoReply.Kind.DNS_FAILURE));
        rig.quiet().minutes(15, noDns, noDns);

        assertThat(rig.classes).containsExactly(DeferralClass.DNS);
        assertThat(rig.told().kind()).isEqualTo(Kind.NETWORK);
        assertThat(rig.told().title()).contains("Our own network or DNS is broken");
        assertThat(rig.lanes).allSatisfy(lane -> assertThat(lane.condition()).isEqualTo(LaneCondition.OPEN));
    }

    @Test
    void dnsTroubleOnSpfOfOneDomain() {
        rig.quiet()
                .minutes(
                        120,
                        mail -> mail.sender().equals("sender3.example")
                                ? says("550 5.7.23 The message was rejected because of Sender Policy Framework"
                                        + " violation")
                                : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.AUTHENTICATION);
        assertThat(rig.told().kind()).isEqualTo(Kind.SENDER);
        assertThat(rig.told().place().senderDomain()).contains("sender3.example");
        assertThat(rig.told().advice()).contains("SPF, DKIM and DMARC");
        assertThat(rig.lanes).allSatisfy(lane -> assertThat(lane.condition()).isEqualTo(LaneCondition.OPEN));
    }

    @Test
    void aReceiverThatIsNotAvailable() {
        rig.quiet()
                .minutes(
                        90,
                        mail -> mail.service() == Service.BUSINESS
                                        && mail.tenant().equals("customer4")
                                ? silent(NoReply.Kind.CONNECTION_REFUSED)
                                : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.NETWORK);
        assertThat(rig.lane(FIRST, Service.BUSINESS).condition()).isEqualTo(LaneCondition.OPEN);
        assertThat(rig.lane(FIRST, Service.BUSINESS).gates(10)).isNotEmpty();
    }

    @Test
    void aReceiverThatIsOverloaded() {
        rig.quiet().minutes(40, always(says("451 4.3.2 Temporary server error. Please try again later ATTR17")));

        assertThat(rig.classes).containsExactly(DeferralClass.OUTAGE);
        assertThat(rig.told().kind()).isEqualTo(Kind.INCIDENT);
        assertThat(rig.told().lanes()).contains("test with single mails");
        assertThat(rig.lanes).allSatisfy(lane -> assertThat(lane.condition()).isEqualTo(LaneCondition.OUTAGE));
    }

    @Test
    void limitsOfTheSendingAccount() {
        Rig submission = new Rig(Service.SUBMISSION);
        submission
                .quiet()
                .minutes(
                        30,
                        always(says("421 4.4.2 Message submission rate for this client has exceeded the configured"
                                + " limit")));

        assertThat(submission.classes).containsExactly(DeferralClass.SENDING_LIMIT);
        assertThat(submission.told().kind()).isEqualTo(Kind.LIMIT);
        assertThat(submission.told().advice()).contains("Send less through this account");
    }

    @Test
    void missingAuthentication() {
        rig.quiet()
                .minutes(
                        120,
                        mail -> mail.sender().equals("sender3.example")
                                ? says("550 5.7.515 Access denied, sending domain sender3.example doesn't meet the"
                                        + " required authentication level. Spf= Fail , Dkim= Pass , DMARC= Pass")
                                : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.AUTHENTICATION);
        assertThat(rig.told().kind()).isEqualTo(Kind.SENDER);
        assertThat(rig.told().lanes()).contains("other mail goes on");
    }

    @Test
    void aBlockList() {
        rig.quiet()
                .minutes(
                        5,
                        mail -> mail.source().equals(FIRST) && mail.service() == Service.BUSINESS
                                ? says("550 5.7.606 Access denied, banned sending IP [192.0.2.1]. To request removal"
                                        + " from this list please visit https://sender.office.com/ and follow the"
                                        + " directions.")
                                : Optional.empty());

        assertThat(rig.classes).containsExactly(DeferralClass.IP_BLOCKED);
        assertThat(rig.told().kind()).isEqualTo(Kind.REPUTATION);
        assertThat(rig.told().place().source()).contains(FIRST);
        assertThat(rig.told().advice()).contains("docker/run.sh diagnose");
        assertThat(rig.lane(FIRST, Service.BUSINESS).condition()).isEqualTo(LaneCondition.BLOCKED);
        assertThat(rig.lane("192.0.2.2", Service.BUSINESS).condition()).isEqualTo(LaneCondition.OPEN);
    }
}
