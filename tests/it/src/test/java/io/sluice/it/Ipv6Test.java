package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.microsoft.MicrosoftReplies;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.time.InstantSource;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** IPv6 where it is wanted, IPv4 at once where Microsoft does not want IPv6. */
class Ipv6Test {
    private static final MicrosoftReplies REPLIES =
            new MicrosoftReplies("AM4PEPF00027A6A.eurprd04.prod.outlook.com", InstantSource.system());

    private static Sluice sluice;
    private static SimulatedReceiver six;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "addressFamily", "ipv6,ipv4"));
        six = sluice.receiver("AM4PEPF00027A6A.eurprd04.prod.outlook.com", "::1");
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @Test
    void prefersIpv6WhenToldTo() {
        hostWithBoth("friendly.example");
        ProbeMail mail = ProbeMail.to("ann@friendly.example");

        sluice.submit(mail);

        six.ledger().awaitAccepted(1, Awaiting.SOON);
        assertThat(six.ledger().accepted()).extracting(AcceptedMail::peer).allMatch(peer -> peer.contains(":"));
        assertThat(sluice.business().ledger().connections()).isZero();
    }

    private record Refusal(String domain, Stage stage, UnaryOperator<String> reply) {
        @Override
        public String toString() {
            return reply.apply("::1");
        }
    }

    static Stream<Refusal> refusals() {
        return Stream.of(
                new Refusal("nosigning.example", Stage.END_OF_DATA, REPLIES::ipv6NeedsAuthentication),
                new Refusal("noptr.example", Stage.MAIL, REPLIES::ipv6NeedsPtr),
                new Refusal("range.example", Stage.MAIL, REPLIES::ipv6RangeLimit),
                new Refusal("noipv6.example", Stage.RCPT, address -> REPLIES.ipv6NotAccepted("noipv6.example")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void goesOverToIpv4AtOnceAndRemembersIt(Refusal refusal) {
        hostWithBoth(refusal.domain());
        six.when(refusal.stage()).answers(c -> refusal.reply().apply(c.peer()));
        ProbeMail first = ProbeMail.to("first@" + refusal.domain());
        ProbeMail second = ProbeMail.to("second@" + refusal.domain());

        sluice.submit(first);
        assertThat(sluice.awaitDelivered(first)).hasSize(1).allSatisfy(Sluice::once);
        sluice.submit(second);
        assertThat(sluice.awaitDelivered(second)).hasSize(1).allSatisfy(Sluice::once);

        assertThat(six.ledger().connections()).isEqualTo(1);
        assertThat(six.ledger().refusalCount()).isEqualTo(1);
        assertThat(sluice.business().ledger().acceptedMails()).isEqualTo(2);
        assertThat(sluice.deferred().of(first)).isEmpty();
        assertThat(sluice.bounced().of(first)).isEmpty();
    }

    private static void hostWithBoth(String domain) {
        sluice.world().hostTenant(domain);
        sluice.world().dns().aaaa(domain.replace('.', '-') + ".mail.protection.outlook.com", "::1");
    }
}
