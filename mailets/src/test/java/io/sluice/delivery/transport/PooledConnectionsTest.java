package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.CAROL;
import static io.sluice.delivery.transport.Fixtures.HOST;
import static io.sluice.delivery.transport.Fixtures.route;
import static io.sluice.delivery.transport.Fixtures.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.reply.NoReply;
import io.sluice.reply.SmtpStage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PooledConnectionsTest extends TransportTest {
    @Test
    void sendsTheNextMessageOverTheSameConnection() {
        send(BOB);
        send(CAROL);

        assertThat(receiver.peers()).hasSize(1);
        assertThat(connections.statistics().opened()).isEqualTo(1);
        assertThat(connections.statistics().reused()).isEqualTo(1);
    }

    @Test
    void doesNotShareAConnectionBetweenDifferentSettings() {
        send(settings().to(receiver), BOB);
        send(settings().extra("mail.smtp.localhost", "other.test").to(receiver), BOB);

        assertThat(receiver.peers()).hasSize(2);
    }

    @Test
    void closesAConnectionAfterAsManyMessagesAsAllowed() {
        Route route = settings().maximumMessages(2).to(receiver);

        send(route, BOB);
        send(route, BOB);
        send(route, BOB);

        assertThat(receiver.peers()).hasSize(2);
        assertThat(receiver.farewells()).isEqualTo(1);
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.MESSAGE_LIMIT, 1L);
    }

    @Test
    void closesAnIdleConnectionToAnotherHostToKeepTheLimit() {
        Connections lane = connections.atMost(1, rules(10));
        Route one = settings().to(receiver);
        Route other = new Route("other.test", one.address(), one.port(), one.settings());

        lane.send(one, Fixtures.envelope(BOB), Fixtures.body());
        lane.send(other, Fixtures.envelope(BOB), Fixtures.body());

        assertThat(connections.statistics().opened()).isEqualTo(2);
        assertThat(connections.statistics().open()).isEqualTo(1);
        assertThat(receiver.farewells()).isEqualTo(1);
    }

    @Test
    void neverUsesAConnectionThatWasIdleForTooLong() {
        Route route = settings().idle(Duration.ofSeconds(30)).to(receiver);
        send(route, BOB);

        later(Duration.ofSeconds(30));
        send(route, BOB);

        assertThat(receiver.peers()).hasSize(2);
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.IDLE, 1L);
    }

    @Test
    void closesAnIdleConnectionByItself() {
        send(settings().idle(Duration.ofSeconds(30)).to(receiver), BOB);

        later(Duration.ofSeconds(31));

        await().atMost(Duration.ofSeconds(10)).until(() -> receiver.farewells() == 1);
        await().atMost(Duration.ofSeconds(10))
                .until(() -> connections.statistics().open() == 0);
    }

    @Test
    void keepsAConnectionThatIsNotIdleForLong() {
        Route route = settings().idle(Duration.ofSeconds(30)).to(receiver);
        send(route, BOB);

        later(Duration.ofSeconds(29));
        connections.closeExpired();
        send(route, BOB);

        assertThat(receiver.peers()).hasSize(1);
    }

    @Test
    void noticesThatTheReceiverClosedAnIdleConnection() {
        send(BOB);
        closeFirstFromAfar("");
        later(Duration.ofSeconds(1));

        accepted(send(BOB), BOB);

        assertThat(connections.statistics().closed()).containsEntry(CloseReason.REMOTE, 1L);
        assertThat(receiver.commands("MAIL")).hasSize(2);
    }

    @Test
    void noticesAFarewellOnAnIdleConnection() {
        send(BOB);
        closeFirstFromAfar("421 4.4.2 Idle for too long\r\n");
        later(Duration.ofSeconds(1));

        accepted(send(BOB), BOB);

        assertThat(connections.statistics().closed()).containsEntry(CloseReason.REMOTE, 1L);
    }

    @Test
    void aFarewellAfterAShortRestIsNoReplyToTheNextMessage() {
        send(BOB);
        closeFirstFromAfar("451 4.7.0 Timeout waiting for client input\r\n");

        accepted(send(BOB), BOB);

        assertThat(receiver.peers()).hasSize(2);
    }

    @Test
    void repeatsATransactionWhoseKeptConnectionTurnsOutToBeStale() {
        AtomicInteger mails = new AtomicInteger();
        receiver.on("MAIL", (peer, line) -> {
            if (mails.incrementAndGet() == 2) {
                peer.reset();
            } else {
                peer.say("250 2.1.0 OK");
            }
        });
        send(BOB);

        accepted(send(CAROL), CAROL);

        assertThat(receiver.peers()).hasSize(2);
    }

    @Test
    void repeatsATransactionWhoseKeptConnectionIsClosedWithTheFirstCommand() {
        AtomicInteger mails = new AtomicInteger();
        receiver.on(
                "MAIL",
                (peer, line) -> peer.say(mails.incrementAndGet() == 2 ? "421 4.4.2 Idle for too long" : "250 OK"));
        send(BOB);

        accepted(send(CAROL), CAROL);

        assertThat(receiver.peers()).hasSize(2);
    }

    @Test
    void repeatsATransactionOnlyOnce() {
        send(BOB);
        receiver.on("MAIL", (peer, line) -> peer.reset());

        assertNoReply(refused(send(CAROL), CAROL), SmtpStage.MAIL, NoReply.Kind.CONNECTION_RESET);

        assertThat(receiver.commands("MAIL")).hasSize(3);
    }

    @Test
    void doesNotRepeatATransactionThatWasRefused() {
        send(BOB);
        receiver.on("MAIL", "451 4.7.500 Server busy");

        assertReply(refused(send(CAROL), CAROL), SmtpStage.MAIL, "451 4.7.500 Server busy");

        assertThat(receiver.commands("MAIL")).hasSize(2);
        assertThat(receiver.peers()).hasSize(1);
    }

    @Test
    void doesNotRepeatATransactionThatFailedLater() {
        send(BOB);
        receiver.on(".", (peer, line) -> peer.reset());

        assertNoReply(refused(send(CAROL), CAROL), SmtpStage.END_OF_DATA, NoReply.Kind.CONNECTION_RESET);

        assertThat(receiver.messages()).hasSize(2);
    }

    @Test
    void closesTheIdleConnectionsToAHost() {
        send(route(receiver), BOB);
        Route other = new Route(
                "other.receiver.test",
                receiver.address(),
                receiver.port(),
                settings().build());
        send(other, BOB);

        connections.closeIdle(HOST);

        assertThat(receiver.farewells()).isEqualTo(1);
        assertThat(connections.statistics().open()).isEqualTo(1);
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.REQUESTED, 1L);
    }

    @Test
    void quitsWhenItIsClosed() {
        send(BOB);

        connections.close();
        connections.close();

        assertThat(receiver.farewells()).isEqualTo(1);
        assertThat(connections.statistics().open()).isZero();
        assertThat(connections.statistics().closed()).containsEntry(CloseReason.SHUTDOWN, 1L);
    }

    @Test
    void refusesWorkAfterItWasClosed() {
        connections.close();

        assertThatThrownBy(() -> send(BOB)).isInstanceOf(IllegalStateException.class);
        assertThat(receiver.peers()).isEmpty();
    }

    @Test
    void aTransactionInProgressOutlivesTheClosing() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        receiver.on("RCPT", (peer, line) -> {
            begun.countDown();
            awaitOrFail(closed);
            peer.say("250 2.1.5 OK");
        });
        ExecutorService sender = Executors.newSingleThreadExecutor();
        try {
            Future<TransactionResult> result = sender.submit(() -> send(BOB));
            awaitOrFail(begun);
            connections.close();
            closed.countDown();

            accepted(result.get(10, TimeUnit.SECONDS), BOB);
            await().atMost(Duration.ofSeconds(10)).until(() -> receiver.farewells() == 1);
        } finally {
            sender.shutdownNow();
        }
    }

    @Test
    void aReceiverThatIgnoresQuitDoesNotHoldUpTheClosing() {
        receiver.on("QUIT", (peer, line) -> peer.keepSilent());
        send(BOB);

        connections.close();

        assertThat(connections.statistics().open()).isZero();
    }

    @Test
    void neverGivesAConnectionToTwoAtOnce() throws Exception {
        int senders = 8;
        int messages = 50;
        ExecutorService threads = Executors.newFixedThreadPool(senders);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                String recipient = "user" + i + "@receiver.test";
                running.add(threads.submit(() -> {
                    for (int j = 0; j < messages; j++) {
                        accepted(send(recipient), recipient);
                    }
                }));
            }
            for (Future<?> one : running) {
                one.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(receiver.messages()).hasSize(senders * messages);
        assertThat(receiver.peers()).hasSizeLessThanOrEqualTo(senders);
        ConnectionStatistics statistics = connections.statistics();
        assertThat(statistics.opened() + statistics.reused())
                .isEqualTo(receiver.messages().size());
    }

    private void later(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }

    private void closeFirstFromAfar(String farewell) {
        ScriptedReceiver.Peer peer = receiver.peers().get(0);
        await().atMost(Duration.ofSeconds(10)).ignoreExceptions().until(() -> {
            peer.sayRaw(farewell);
            peer.hangUp();
            return true;
        });
        await().atMost(Duration.ofSeconds(10)).until(peer::isEnded);
    }

    private static void awaitOrFail(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Connections may be opened at any time, and carry at most so many messages. */
    private static ConnectionRules rules(int messages) {
        return new ConnectionRules() {
            @Override
            public int connections() {
                return Integer.MAX_VALUE;
            }

            @Override
            public int messagesPerConnection() {
                return messages;
            }

            @Override
            public Instant open() {
                return Instant.MIN;
            }
        };
    }
}
