package io.sluice.delivery.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.delivery.transport.RecipientOutcome.Accepted;
import io.sluice.delivery.transport.RecipientOutcome.NotTried;
import io.sluice.delivery.transport.RecipientOutcome.Refused;
import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A receiver and the connections to it, with the clock in the test's hands. */
abstract class TransportTest {
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    ScriptedReceiver receiver;
    PooledConnections connections;

    @BeforeEach
    void start() {
        InstantSource clock = now::get;
        receiver = new ScriptedReceiver();
        connections = new PooledConnections(clock);
    }

    @AfterEach
    void stop() throws IOException {
        connections.close();
        receiver.close();
    }

    TransactionResult send(Route route, String... recipients) {
        return connections.send(route, Fixtures.envelope(recipients), Fixtures.body());
    }

    TransactionResult send(String... recipients) {
        return send(Fixtures.route(receiver), recipients);
    }

    static SmtpReply accepted(TransactionResult result, String recipient) {
        assertThat(result.outcomes().get(recipient)).isInstanceOf(Accepted.class);
        return ((Accepted) result.outcomes().get(recipient)).reply();
    }

    static Reply refused(TransactionResult result, String recipient) {
        assertThat(result.outcomes().get(recipient)).isInstanceOf(Refused.class);
        return ((Refused) result.outcomes().get(recipient)).reply();
    }

    static Reply notTried(TransactionResult result, String recipient) {
        assertThat(result.outcomes().get(recipient)).isInstanceOf(NotTried.class);
        return ((NotTried) result.outcomes().get(recipient)).cause();
    }

    static void assertReply(Reply reply, SmtpStage stage, String line) {
        assertThat(reply).isInstanceOf(SmtpReply.class);
        assertThat(reply.text()).isEqualTo(line);
        assertThat(reply.stage()).isEqualTo(stage);
        assertThat(reply.remote().name()).isEqualTo(Fixtures.HOST);
    }

    static void assertNoReply(Reply reply, SmtpStage stage, NoReply.Kind kind) {
        assertThat(reply).isInstanceOf(NoReply.class);
        assertThat(((NoReply) reply).kind()).as(reply.text()).isEqualTo(kind);
        assertThat(reply.stage()).isEqualTo(stage);
        assertThat(reply.remote().name()).isEqualTo(Fixtures.HOST);
    }
}
