package io.sluice.delivery.transport;

import static io.sluice.delivery.transport.Fixtures.BOB;
import static io.sluice.delivery.transport.Fixtures.body;
import static io.sluice.delivery.transport.Fixtures.envelope;
import static io.sluice.delivery.transport.Fixtures.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageTransferTest extends TransportTest {
    @Test
    void sendsALargeMessageUnchanged() {
        String large = ("x".repeat(76) + "\r\n").repeat(50_000);

        connections.send(route(receiver), envelope(BOB), body(large));

        assertThat(receiver.messages()).containsExactly(large);
    }

    @Test
    void sendsAnEmptyMessage() {
        connections.send(route(receiver), envelope(BOB), body(""));

        assertThat(receiver.messages()).containsExactly("");
    }

    @Test
    void aMessageThatCannotBeReadToItsEndIsNeverFinished() {
        MessageBody failing = body(1_000_000, () -> new SequenceInputStream(text("Subject: half\r\n\r\n"), broken()));

        assertThatThrownBy(() -> connections.send(route(receiver), envelope(BOB), failing))
                .isInstanceOf(BodyUnavailableException.class)
                .hasRootCauseMessage("the disk is gone");
        awaitLeft();
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void aMessageThatIsShorterThanStatedIsNeverFinished() {
        MessageBody truncated = body(1_000, () -> text("Subject: half\r\n\r\n"));

        assertThatThrownBy(() -> connections.send(route(receiver), envelope(BOB), truncated))
                .isInstanceOf(BodyUnavailableException.class)
                .hasMessageContaining("17 of 1000 bytes");
        awaitLeft();
        assertThat(receiver.messages()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeOpenedIsNotAnnounced() {
        MessageBody missing = body(1_000, () -> {
            throw new FileNotFoundException("no such body");
        });

        assertThatThrownBy(() -> connections.send(route(receiver), envelope(BOB), missing))
                .isInstanceOf(BodyUnavailableException.class);
        assertThat(receiver.commands("MAIL")).isEmpty();
    }

    @Test
    void aConnectionWithAnUnfinishedMessageIsNotUsedAgain() {
        MessageBody truncated = body(1_000, () -> text("Subject: half\r\n\r\n"));
        assertThatThrownBy(() -> connections.send(route(receiver), envelope(BOB), truncated))
                .isInstanceOf(BodyUnavailableException.class);

        accepted(send(BOB), BOB);

        assertThat(receiver.peers()).hasSize(2);
        assertThat(receiver.messages()).hasSize(1);
    }

    private void awaitLeft() {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> receiver.peers().get(0).isEnded());
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static InputStream broken() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };
    }
}
