package io.sluice.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final SimulatedReceiver receiver =
            SimulatedReceiver.named("mx.example.org").time(now::get).start();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void refusesMailOverTheRateUntilTimeHasPassed() throws Exception {
        receiver.limit(Limits.rate(2, Duration.ofSeconds(10), now::get, c -> Answer.reply("451 4.7.650 rate")));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");

            pass(Duration.ofSeconds(5));

            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
        }
    }

    @Test
    void punishesHammering() throws Exception {
        receiver.limit(Limits.rate(1, Duration.ofSeconds(1), now::get, c -> Answer.reply("451 4.7.650 rate"))
                .punishing(Duration.ofSeconds(10)));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(9));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(9));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(10));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
    }

    @Test
    void punishesLongerWhoHammersDuringAPenalty() throws Exception {
        RateLimit limit =
                receiver.limit(Limits.rate(1, Duration.ofSeconds(1), now::get, c -> Answer.reply("451 4.7.650 rate"))
                        .punishing(Duration.ofSeconds(5), Duration.ofSeconds(20)));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(4));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(9));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(19));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(20));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
        assertThat(limit.penalties()).isEqualTo(1);
        assertThat(limit.prolongations()).isEqualTo(3);
    }

    @Test
    void doesNotDoubleAPenaltyForWhatWasOnItsWay() throws Exception {
        RateLimit limit =
                receiver.limit(Limits.rate(1, Duration.ofSeconds(1), now::get, c -> Answer.reply("451 4.7.650 rate"))
                        .punishing(Duration.ofSeconds(5), Duration.ofSeconds(20)));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(5));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
        assertThat(limit.penalties()).isEqualTo(1);
    }

    @Test
    void takesAnotherRateFromTheMomentItIsTold() throws Exception {
        RateLimit limit =
                receiver.limit(Limits.rate(2, Duration.ofSeconds(10), now::get, c -> Answer.reply("451 4.7.650 rate")));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");

            limit.allow(1, Duration.ofSeconds(100));
            pass(Duration.ofSeconds(50));

            assertThat(client.sendMail("b@contoso.com", "")).startsWith("451");
            pass(Duration.ofSeconds(50));
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
        }
    }

    @Test
    void refusesTheNewestConnectionsOverTheLimit() throws Exception {
        receiver.limit(Limits.connections(1, Stage.MAIL, c -> Answer.reply("451 4.7.652 connections")));
        try (var first = new TestClient(receiver).greeted();
                var second = new TestClient(receiver).greeted()) {
            assertThat(second.sendMail("b@contoso.com", "")).startsWith("451");
            assertThat(first.sendMail("b@contoso.com", "")).startsWith("250");

            first.say("QUIT");
            assertThat(first.reply()).isNull();

            assertThat(second.sendMail("b@contoso.com", "")).startsWith("250");
        }
        assertThat(receiver.ledger().mostConnections()).isEqualTo(2);
    }

    @Test
    void refusesMessagesOverTheLimitOfAConnection() throws Exception {
        receiver.limit(Limits.messagesPerConnection(1, c -> Answer.replyAndClose("421 4.7.0 enough")));
        try (var client = new TestClient(receiver).greeted()) {
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("250");
            assertThat(client.sendMail("b@contoso.com", "")).startsWith("421");
            assertThat(client.reply()).isNull();
        }
    }

    @Test
    void refusesRecipientsOverTheLimitOfATransaction() throws Exception {
        receiver.limit(Limits.recipientsPerTransaction(1, c -> Answer.reply("452 4.5.3 Too many recipients")));
        try (var client = new TestClient(receiver).greeted()) {
            client.say("MAIL FROM:<>");
            assertThat(client.say("RCPT TO:<a@contoso.com>")).startsWith("250");
            assertThat(client.say("RCPT TO:<b@contoso.com>")).startsWith("452");
        }
    }

    @Test
    void refusesRecipientsOfAnotherRegionThanTheFirst() throws Exception {
        receiver.limit(Limits.oneRegion(
                recipient -> recipient.substring(recipient.indexOf('.')), c -> Answer.reply("452 4.5.3 ATTR38")));
        try (var client = new TestClient(receiver).greeted()) {
            client.say("MAIL FROM:<>");
            assertThat(client.say("RCPT TO:<a.eu@contoso.com>")).startsWith("250");
            assertThat(client.say("RCPT TO:<b.us@contoso.com>")).startsWith("452");
            assertThat(client.say("RCPT TO:<c.eu@contoso.com>")).startsWith("250");
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}
