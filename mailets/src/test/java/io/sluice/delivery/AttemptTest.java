package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.sluice.delivery.transport.Connections;
import io.sluice.delivery.transport.Envelope;
import io.sluice.delivery.transport.MessageBody;
import io.sluice.delivery.transport.RecipientOutcome;
import io.sluice.delivery.transport.Route;
import io.sluice.delivery.transport.TransactionResult;
import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.Reply;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final String ANN = "ann@contoso.com";
    private static final String BOB = "bob@contoso.com";
    private static final String CAT = "cat@contoso.com";
    private static final SmtpReply OK = Verdicts.reply("250 2.6.0 Queued mail for delivery", SmtpStage.END_OF_DATA);

    private final List<String> transactions = new ArrayList<>();
    private final List<String> withoutIpv6 = new ArrayList<>();
    private int maxRecipients = 50;

    @Test
    void reportsEachRecipientWithItsOwnReply() throws Exception {
        SmtpReply unknown = Verdicts.says(550, Remedy.BOUNCE, Scope.RECIPIENT);
        SmtpReply busy = Verdicts.says(451, Remedy.WAIT, Scope.RECIPIENT);

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) ->
                        recipient.equals(ANN) ? accepted() : refused(recipient.equals(BOB) ? unknown : busy),
                ANN,
                BOB,
                CAT);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(report.refusals())
                .extracting(Refusal::recipient, Refusal::reply)
                .containsExactlyInAnyOrder(tuple(BOB, unknown), tuple(CAT, busy));
        assertThat(transactions).hasSize(1);
    }

    @Test
    void sendsTheRestAtOnceWhenOneTransactionTakesOnlySome() throws Exception {
        SmtpReply regions = Verdicts.says(452, Remedy.SPLIT, Scope.MESSAGE);
        Set<String> seen = new LinkedHashSet<>();

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) -> recipient.equals(ANN) || !seen.add(recipient) ? accepted() : refused(regions),
                ANN,
                BOB,
                CAT);

        assertThat(report.accepted()).containsExactlyInAnyOrder(ANN, BOB, CAT);
        assertThat(report.refusals()).isEmpty();
        assertThat(transactions)
                .containsExactly(
                        "192.0.2.1 [" + ANN + ", " + BOB + ", " + CAT + "]", "192.0.2.1 [" + BOB + ", " + CAT + "]");
    }

    @Test
    void goesOnRecipientByRecipientWhenSplittingOnceIsNotEnough() throws Exception {
        SmtpReply regions = Verdicts.says(452, Remedy.SPLIT, Scope.MESSAGE);

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) -> transactions.get(transactions.size() - 1).contains("[" + recipient)
                        ? accepted()
                        : refused(regions),
                ANN,
                BOB,
                CAT);

        assertThat(report.accepted()).containsExactlyInAnyOrder(ANN, BOB, CAT);
    }

    @Test
    void endsWithTheLastReplyWhenSplittingNeverHelps() throws Exception {
        SmtpReply regions = Verdicts.says(452, Remedy.SPLIT, Scope.MESSAGE);

        AttemptReport report = attempt(routes("192.0.2.1"), (route, recipient) -> refused(regions), ANN, BOB);

        assertThat(report.refusals()).extracting(Refusal::recipient).containsExactlyInAnyOrder(ANN, BOB);
        assertThat(transactions).hasSizeLessThanOrEqualTo(6);
    }

    @Test
    void triesTheNextHostWhenOneHostFails() throws Exception {
        NoReply refused = Verdicts.silence(NoReply.Kind.CONNECTION_REFUSED, SmtpStage.CONNECT);

        AttemptReport report = attempt(
                routes("192.0.2.1", "192.0.2.2"),
                (route, recipient) -> route.equals("192.0.2.1") ? refused(refused) : accepted(),
                ANN);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(transactions).containsExactly("192.0.2.1 [" + ANN + "]", "192.0.2.2 [" + ANN + "]");
    }

    @Test
    void doesNotTurnToTheNextHostWhenTheSourceIsRefused() throws Exception {
        SmtpReply rateLimited = Verdicts.says(451, Remedy.WAIT, Scope.SOURCE);

        AttemptReport report =
                attempt(routes("192.0.2.1", "192.0.2.2"), (route, recipient) -> refused(rateLimited), ANN, BOB);

        assertThat(transactions).hasSize(1);
        assertThat(report.refusals()).extracting(Refusal::reply).containsOnly(rateLimited);
    }

    @Test
    void stopsForTheOtherBatchesWhenTheSourceIsRefused() throws Exception {
        maxRecipients = 1;
        SmtpReply rateLimited = Verdicts.says(451, Remedy.WAIT, Scope.SOURCE);

        AttemptReport report = attempt(routes("192.0.2.1"), (route, recipient) -> refused(rateLimited), ANN, BOB, CAT);

        assertThat(transactions).hasSize(1);
        assertThat(report.refusals()).hasSize(3);
    }

    @Test
    void usesIpv4AtOnceAndRemembersItWhenIpv6IsRefused() throws Exception {
        SmtpReply ipv6 = Verdicts.says(450, Remedy.USE_IPV4, Scope.SOURCE);

        AttemptReport report = attempt(
                routes("2001:db8::1", "192.0.2.1"),
                (route, recipient) -> route.contains(":") ? refused(ipv6) : accepted(),
                ANN);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(withoutIpv6).containsExactly("mx.test");
    }

    @Test
    void waitsWhenIpv6IsRefusedAndThereIsNoIpv4() throws Exception {
        SmtpReply ipv6 = Verdicts.says(450, Remedy.USE_IPV4, Scope.SOURCE);

        AttemptReport report = attempt(routes("2001:db8::1"), (route, recipient) -> refused(ipv6), ANN);

        assertThat(report.refusals()).extracting(Refusal::reply).containsExactly(ipv6);
        assertThat(transactions).hasSize(1);
    }

    @Test
    void triesOnceMoreWithTlsWhenTlsIsAskedFor() throws Exception {
        SmtpReply tls = Verdicts.says(451, Remedy.USE_TLS, Scope.CONNECTION);
        List<Boolean> secured = new ArrayList<>();

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) -> {
                    secured.add(lastRoute.settings().startTls());
                    return lastRoute.settings().startTls() ? accepted() : refused(tls);
                },
                ANN);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(secured).containsExactly(false, true);
    }

    @Test
    void doesNotSendToAnotherHostWhenTheAnswerToTheFinalDotIsLost() throws Exception {
        NoReply lost = Verdicts.silence(NoReply.Kind.CONNECTION_RESET, SmtpStage.END_OF_DATA);

        AttemptReport report = attempt(routes("192.0.2.1", "192.0.2.2"), (route, recipient) -> refused(lost), ANN);

        assertThat(transactions).hasSize(1);
        assertThat(report.refusals()).extracting(Refusal::reply).containsExactly(lost);
    }

    @Test
    void letsTheUntriedWaitTooWhenTheSessionEndedWithARequestToWait() throws Exception {
        SmtpReply closing = Verdicts.says(421, Remedy.WAIT, Scope.SERVICE);

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) -> recipient.equals(ANN) ? refused(closing) : new RecipientOutcome.NotTried(closing),
                ANN,
                BOB,
                CAT);

        assertThat(transactions).hasSize(1);
        assertThat(report.refusals()).hasSize(3);
    }

    @Test
    void keepsWhatWasAcceptedWhenALaterTransactionFailsHere() throws Exception {
        maxRecipients = 1;

        AttemptReport report = attempt(
                routes("192.0.2.1"),
                (route, recipient) -> {
                    if (recipient.equals(BOB)) {
                        throw new IllegalStateException("the body cannot be read");
                    }
                    return accepted();
                },
                ANN,
                BOB);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(report.refusals()).extracting(Refusal::recipient).containsExactly(BOB);
    }

    @Test
    void accountsForTheUntriedWhenTheLastHostIsUsedUp() throws Exception {
        NoReply lost = Verdicts.silence(NoReply.Kind.CONNECTION_RESET, SmtpStage.RCPT);

        AttemptReport report = attempt(
                routes("192.0.2.1", "192.0.2.2"),
                (route, recipient) -> {
                    boolean second = route.equals("192.0.2.2");
                    if (recipient.equals(ANN)) {
                        return second ? accepted() : refused(lost);
                    }
                    return new RecipientOutcome.NotTried(lost);
                },
                ANN,
                BOB);

        assertThat(report.accepted()).containsExactly(ANN);
        assertThat(report.refusals()).extracting(Refusal::recipient).containsExactly(BOB);
    }

    @Test
    void reportsWhyThereIsNoRoute() throws Exception {
        NoReply noAddress = Verdicts.silence(NoReply.Kind.DNS_FAILURE, SmtpStage.CONNECT);

        AttemptReport report =
                run(new Routes(List.of(), Optional.of(noAddress)), (route, recipient) -> accepted(), Set.of(ANN));

        assertThat(report.refusals()).extracting(Refusal::reply).containsExactly(noAddress);
        assertThat(transactions).isEmpty();
    }

    private Route lastRoute;

    private AttemptReport attempt(
            Routes routes, BiFunction<String, String, RecipientOutcome> receiver, String... recipients) {
        return run(routes, receiver, new LinkedHashSet<>(List.of(recipients)));
    }

    private AttemptReport run(
            Routes routes, BiFunction<String, String, RecipientOutcome> receiver, Set<String> recipients) {
        RoutePlanner planner = new RoutePlanner() {
            @Override
            public Routes plan(Destination.Known destination) {
                return routes;
            }

            @Override
            public void avoidIpv6(String hostName) {
                withoutIpv6.add(hostName);
            }
        };
        Destination.Known destination = new Destination.Known(
                "business", "mx.test", Optional.of(Service.BUSINESS), List.of(new Destination.Host("mx.test", 25)));
        return new Attempt(
                        planner,
                        new ScriptedConnections(receiver),
                        new Verdicts(),
                        AttemptTest::envelope,
                        new EmptyBody(),
                        Optional.of(Service.BUSINESS),
                        recipients,
                        maxRecipients)
                .run(destination);
    }

    private static Envelope envelope(Set<String> batch) {
        return new Envelope(
                Optional.of("sender@example.org"),
                batch.stream()
                        .map(address -> new Envelope.EnvelopeRecipient(address, Optional.empty(), Optional.empty()))
                        .toList(),
                Optional.empty(),
                Optional.empty());
    }

    private static Routes routes(String... addresses) throws Exception {
        List<Route> routes = new ArrayList<>();
        for (String address : addresses) {
            routes.add(new Route("mx.test", InetAddress.getByName(address), 25, Settings.transport()));
        }
        return new Routes(routes, Optional.empty());
    }

    private static RecipientOutcome accepted() {
        return new RecipientOutcome.Accepted(OK, true);
    }

    private static RecipientOutcome refused(Reply reply) {
        return new RecipientOutcome.Refused(reply);
    }

    private final class ScriptedConnections implements Connections {
        private final BiFunction<String, String, RecipientOutcome> receiver;

        private ScriptedConnections(BiFunction<String, String, RecipientOutcome> receiver) {
            this.receiver = receiver;
        }

        @Override
        public TransactionResult send(Route route, Envelope envelope, MessageBody body) {
            lastRoute = route;
            List<String> batch = envelope.recipients().stream()
                    .map(Envelope.EnvelopeRecipient::address)
                    .toList();
            String address = route.address().getHostAddress();
            transactions.add(address + " " + batch);
            Map<String, RecipientOutcome> outcomes = new LinkedHashMap<>();
            batch.forEach(recipient -> outcomes.put(recipient, receiver.apply(address, recipient)));
            return new TransactionResult(outcomes);
        }

        @Override
        public void closeIdle(String hostName) {
            transactions.add("close idle " + hostName);
        }

        @Override
        public void close() {
            transactions.add("close");
        }
    }

    private static final class EmptyBody implements MessageBody {
        @Override
        public long size() {
            return 0;
        }

        @Override
        public boolean eightBit() {
            return false;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(new byte[0]);
        }
    }
}
