package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.microsoft.MicrosoftReceiver;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** At whatever stage the receiver says "later": the reason is understood and kept, and the mail is delivered later. */
@ExtendWith(SharedSluice.class)
class DeferralTest {
    private static final String TAIL = " [AM4PEPF00027A6A.eurprd04.prod.outlook.com 2026-11-22T10:00:00.000Z 08DE2A31]";

    private static final Duration TTL = Duration.ofSeconds(60);

    private final Sluice sluice;

    DeferralTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @AfterEach
    void offerNoTls() {
        sluice.consumer().smtp().withhold(Extension.STARTTLS);
        sluice.world().dns().ttl(TTL);
    }

    /**
     * A reply and what it means.
     *
     * @param refusal puts the first refusal into force.
     * @param text a part of the reply, the whole text of it where it says something.
     */
    private record Case(
            String name, Consumer<MicrosoftReceiver> refusal, String type, String scope, String stage, String text) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> stages() {
        return Stream.of(
                new Case(
                        "greeting",
                        microsoft -> first(microsoft, Stage.CONNECT)
                                .answersAndCloses(
                                        "421 4.3.2 Service not available, closing transmission channel" + TAIL),
                        "outage",
                        "connection",
                        "connect",
                        "421 4.3.2 Service not available, closing transmission channel" + TAIL),
                new Case(
                        "EHLO",
                        answers(Stage.EHLO, "451 4.7.0 Temporary server error. Please try again later. PRX9" + TAIL),
                        "outage",
                        "service",
                        "ehlo",
                        "451 4.7.0 Temporary server error. Please try again later. PRX9" + TAIL),
                new Case(
                        "STARTTLS",
                        microsoft -> {
                            microsoft.smtp().offer(Extension.STARTTLS);
                            first(microsoft, Stage.STARTTLS).answers("454 4.7.0 TLS not available" + TAIL);
                        },
                        "other",
                        "message",
                        "starttls",
                        "454 4.7.0 TLS not available" + TAIL),
                new Case(
                        "MAIL",
                        microsoft -> first(microsoft, Stage.MAIL)
                                .answers(c -> microsoft.replies().s775(c.peer())),
                        "ip-reputation-throttle",
                        "source",
                        "mail",
                        "451 4.7.650 The mail server [127.0.0.1] has been temporarily rate limited due to IP"
                                + " reputation. For e-mail delivery information, see https://aka.ms/postmaster (S775)"),
                new Case(
                        "RCPT",
                        microsoft -> first(microsoft, Stage.RCPT)
                                .answers(c -> microsoft.replies().s844(c.peer())),
                        "ip-reputation-throttle",
                        "source",
                        "rcpt",
                        "(S844)"),
                new Case(
                        "DATA",
                        microsoft -> first(microsoft, Stage.DATA)
                                .answers(c -> microsoft.replies().attr17()),
                        "outage",
                        "service",
                        "data",
                        "451 4.3.2 Temporary server error. Please try again later ATTR17"),
                new Case(
                        "end of data",
                        answers(
                                Stage.END_OF_DATA,
                                "451 4.4.22 Message failed to be replicated: no healthy peers found" + TAIL),
                        "outage",
                        "service",
                        "end-of-data",
                        "451 4.4.22 Message failed to be replicated: no healthy peers found"),
                new Case(
                        "dropped in the greeting",
                        microsoft -> first(microsoft, Stage.CONNECT).drops(),
                        "network",
                        "connection",
                        "connect",
                        ""),
                new Case(
                        "dropped at RCPT",
                        microsoft -> first(microsoft, Stage.RCPT).drops(),
                        "network",
                        "connection",
                        "rcpt",
                        ""),
                new Case(
                        "reset at DATA",
                        microsoft -> first(microsoft, Stage.DATA).resets(),
                        "network",
                        "connection",
                        "data",
                        ""),
                new Case(
                        "dropped after the message",
                        microsoft -> first(microsoft, Stage.END_OF_DATA).drops(),
                        "network",
                        "message",
                        "end-of-data",
                        ""));
    }

    private static Rule first(MicrosoftReceiver microsoft, Stage stage) {
        return microsoft.smtp().when(stage).first(1);
    }

    private static Consumer<MicrosoftReceiver> answers(Stage stage, String reply) {
        return microsoft -> first(microsoft, stage).answers(reply);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stages")
    void understandsTheReplyKeepsItAndDeliversLater(Case stage) {
        stage.refusal().accept(sluice.consumer());
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(sluice.consumer().ledger().refusalCount()).isEqualTo(1);
        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attribute("sluice.class")).isEqualTo(stage.type());
        assertThat(deferred.attribute("sluice.scope")).isEqualTo(stage.scope());
        assertThat(deferred.attribute("sluice.stage")).isEqualTo(stage.stage());
        assertThat(deferred.attribute("sluice.reply")).contains(stage.text());
        assertThat(deferred.attribute("delivery-error")).isEqualTo(deferred.attribute("sluice.reply"));
        assertThat(sluice.deferred().of(mail)).hasSize(1);
    }

    @Test
    void waitsForAHostThatIsDown() {
        sluice.consumer().smtp().down();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attribute("sluice.class")).isEqualTo("network");
        assertThat(deferred.attribute("sluice.stage")).isEqualTo("connect");
        sluice.consumer().smtp().up();
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void givesUpOnAReceiverThatFallsSilentAndTriesAgain() {
        Stall silence = first(sluice.consumer(), Stage.EHLO).stalls();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        try {
            assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
            assertThat(silence.waiting()).isEqualTo(1);
            KeptMail deferred = sluice.deferred().await(mail);
            assertThat(deferred.attribute("sluice.class")).isEqualTo("network");
            assertThat(deferred.attribute("sluice.stage")).isEqualTo("ehlo");
            assertThat(deferred.attribute("sluice.reply")).containsPattern("timed out|within 3000 ms");
        } finally {
            silence.release();
        }
    }

    @Test
    void waitsForAConsumerDomainWhoseMxCannotBeLookedUp() {
        sluice.world().dns().servfail("hotmail.fr");
        ProbeMail mail = ProbeMail.to("ann@hotmail.fr");

        sluice.submit(mail);

        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attribute("sluice.class")).isEqualTo("dns");
        assertThat(deferred.attribute("sluice.lane")).isEqualTo("default/consumer");
        sluice.world().dns().forget("hotmail.fr");
        sluice.world().hostConsumerDomain("hotmail.fr");
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void waitsForAHostWhoseAddressCannotBeLookedUp() {
        String mx = "failing-example.mail.protection.outlook.com";
        sluice.world().hostTenant("failing.example");
        sluice.world().dns().servfail(mx);
        ProbeMail mail = ProbeMail.to("ann@failing.example");

        sluice.submit(mail);

        assertThat(sluice.deferred().await(mail).attribute("sluice.class")).isEqualTo("dns");
        sluice.world().dns().forget(mx).a(mx, sluice.business().smtp().address().getHostAddress());
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void waitsForAHostThatHasOnlyIpv6AddressesForTheMoment() {
        String mx = "halfanswer-example.mail.protection.outlook.com";
        sluice.world().dns().ttl(Duration.ofSeconds(1));
        sluice.world().dns().mx("halfanswer.example", 10, mx).aaaa(mx, "::1");
        ProbeMail mail = ProbeMail.to("ann@halfanswer.example");

        sluice.submit(mail);

        assertThat(sluice.deferred().await(mail).attribute("sluice.class")).isEqualTo("dns");
        sluice.world().dns().forget(mx);
        sluice.world().hostTenant("halfanswer.example");
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }
}
