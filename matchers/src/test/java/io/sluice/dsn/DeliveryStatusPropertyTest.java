package io.sluice.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Notifications that were damaged, and bytes that are none: nothing throws, nothing exceeds its bounds. */
class DeliveryStatusPropertyTest {
    private static final String[] PIECES = {
        "\n",
        "\r\n",
        "\r",
        " ",
        ":",
        ";",
        "--",
        "\"",
        "=",
        "(",
        "<",
        "multipart/mixed; boundary=b",
        "--b\n",
        "Content-Type: message/delivery-status\n\n",
        "Content-Transfer-Encoding: base64\n",
        "Action: failed\n",
        "Final-Recipient: rfc822; ",
        "Status: 5.",
        "550 ",
        "said: ",
        "{LED=",
        "\u0000",
        "\u001b[2J"
    };

    private final DeliveryStatusReader reader = new DeliveryStatusReader();

    @Property(tries = 500)
    void damagedNotificationsDoNoHarm(@ForAll @From("notifications") String file, @ForAll long seed)
            throws IOException {
        check(reader.read(new ByteArrayInputStream(damaged(Corpus.bytes(file), new Random(seed)))));
    }

    @Property(tries = 500)
    void arbitraryBytesDoNoHarm(@ForAll byte[] bytes) throws IOException {
        check(reader.read(new ByteArrayInputStream(bytes)));
        check(reader.readFields(new ByteArrayInputStream(bytes)));
    }

    @Property(tries = 300)
    void heapsOfPiecesDoNoHarm(@ForAll @From("heaps") String heap) throws IOException {
        byte[] bytes = heap.getBytes(StandardCharsets.UTF_8);
        check(reader.read(new ByteArrayInputStream(bytes)));
        check(reader.readFields(new ByteArrayInputStream(bytes)));
    }

    @Provide
    Arbitrary<String> notifications() {
        return Arbitraries.of(Corpus.NOTIFICATIONS);
    }

    @Provide
    Arbitrary<String> heaps() {
        return Arbitraries.of(PIECES).list().ofMaxSize(200).map(pieces -> String.join("", pieces));
    }

    private static byte[] damaged(byte[] message, Random random) {
        byte[] out = message.clone();
        for (int i = random.nextInt(50); i > 0; i--) {
            int at = random.nextInt(out.length);
            switch (random.nextInt(4)) {
                case 0 -> out[at] = (byte) random.nextInt(256);
                case 1 -> out[at] = '\n';
                case 2 -> out[at] = '-';
                default -> {
                    int length = random.nextInt(Math.min(200, out.length - at));
                    System.arraycopy(out, at, out, random.nextInt(out.length - length), length);
                }
            }
        }
        return out;
    }

    private static void check(Optional<DeliveryStatus> found) {
        found.ifPresent(status -> {
            assertThat(status.recipients()).isNotEmpty().hasSizeLessThanOrEqualTo(DeliveryStatusReader.MOST_RECIPIENTS);
            texts(status).forEach(text -> assertThat(text.chars())
                    .noneMatch(Character::isISOControl)
                    .hasSizeLessThanOrEqualTo(4096));
        });
    }

    private static Stream<String> texts(DeliveryStatus status) {
        Stream<String> message = Stream.of(
                        status.reportingMta(), status.originalEnvelopeId(), status.originalMessageId())
                .flatMap(Optional::stream);
        return Stream.concat(message, status.recipients().stream().flatMap(recipient -> Stream.of(
                        Optional.of(recipient.finalRecipient()),
                        recipient.originalRecipient(),
                        recipient.diagnostic(),
                        recipient.diagnosticType(),
                        status.reply(recipient).map(Reply::text))
                .flatMap(Optional::stream)));
    }
}
