package io.sluice.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, reading ends soon, takes little memory, and throws nothing. */
class HostileMessageTest {
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final long GIB = 1L << 30;
    private static final String REPORT =
            """
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example.org

            Final-Recipient: rfc822; bob@example.net
            Action: failed
            Status: 5.1.1
            """;

    private final DeliveryStatusReader reader = new DeliveryStatusReader();

    @Test
    void givesUpAMessageWhoseFirstPartNeverEnds() {
        String head = "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: text/plain\n\n";
        Endless body = new Endless(GIB);

        assertThat(soon(new SequenceInputStream(stream(head), body))).isEmpty();
        assertThat(body.taken).isLessThan(2L * DeliveryStatusReader.MOST_BYTES);
    }

    @Test
    void doesNotReadTheReturnedMessageToItsEnd() {
        String head = REPORT + "\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <1@example.org>\n\n";
        Endless body = new Endless(GIB);

        Optional<DeliveryStatus> status = soon(new SequenceInputStream(stream(head), body));

        assertThat(status.orElseThrow().originalMessageId()).contains("<1@example.org>");
        assertThat(body.taken).isLessThan(1 << 20);
    }

    @Test
    void cutsAFieldThatNeverEnds() {
        InputStream endless =
                new SequenceInputStream(stream(REPORT + "Diagnostic-Code: smtp; 550 5.1.1 "), new Endless(GIB));

        RecipientStatus recipient = soon(endless).orElseThrow().recipients().get(0);

        assertThat(recipient.diagnostic().orElseThrow())
                .startsWith("550 5.1.1 xxx")
                .hasSizeLessThanOrEqualTo(4096);
    }

    @Test
    void keepsAHundredRecipientsAtMost() {
        String more = "\nFinal-Recipient: rfc822; x@example.net\nAction: failed\nStatus: 5.1.1\n".repeat(20_000);

        assertThat(soon(stream(REPORT + more)).orElseThrow().recipients())
                .hasSize(DeliveryStatusReader.MOST_RECIPIENTS);
    }

    @Test
    void keepsABoundedNumberOfFields() {
        StringBuilder many = new StringBuilder("Final-Recipient: rfc822; bob@example.net\nAction: failed\n");
        for (int i = 0; i < 100_000; i++) {
            many.append("X-").append(i).append(": y\n");
        }

        assertThat(soonFields(stream(many.toString()))).isPresent();
    }

    @Test
    void followsNoPileOfMultiparts() {
        StringBuilder pile = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 30_000; i++) {
            pile.append("--b" + i + "\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + "\n\n");
        }

        assertThat(soon(stream(pile.toString()))).isEmpty();
    }

    @Test
    void readsAStatusThatIsNested() {
        StringBuilder pile = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < DeliveryStatusReader.DEEPEST - 2; i++) {
            pile.append("--b" + i + "\nContent-Type: multipart/mixed; boundary=b" + (i + 1) + "\n\n");
        }
        pile.append("--b" + (DeliveryStatusReader.DEEPEST - 2) + "\n").append(REPORT);

        assertThat(soon(stream(pile.toString()))).isPresent();
    }

    @Test
    void doesNotLookIntoForwardedMessages() {
        String forwarded =
                "Content-Type: multipart/mixed; boundary=f\n\n--f\nContent-Type: message/rfc822\n\n" + REPORT;

        assertThat(soon(stream(forwarded))).isEmpty();
    }

    @Test
    void readsAReportThatBreaksOff() {
        assertThat(soon(stream(REPORT)).orElseThrow().recipients()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                ":",
                "Content-Type:",
                "Content-Type: multipart/report\n\n--\n\n--\n",
                "Content-Type: multipart/report; boundary=\n\n--\nContent-Type: message/delivery-status\n\n",
                "Content-Type: multipart/report; boundary=\"\n\n--\"\n",
                "Content-Type: message/delivery-status; charset=\u0000\n\n\u0000: \u0000\n",
                "Content-Type: message/delivery-status\nContent-Transfer-Encoding: base64\n\n!!!=A=\n",
                "Content-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable\n\n=\n==G\n=9\n",
                "Content-Type: message/delivery-status\nContent-Transfer-Encoding: x-none\n\n  folded\n: none\n"
            })
    void anEmptyAnswerIsEnoughForNonsense(String message) {
        assertThat(soon(stream(message))).isEmpty();
    }

    @Test
    void leavesNoControlsInAnyField() {
        String fields = "Reporting-MTA: dns; relay\u001b[31m\rX\n\nFinal-Recipient: rfc822; a\u0007\u202e@b\u0085c\n"
                + "Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 \u001b]0;title\u0007 \u0000\r\n"
                + " Subject: injected\nRemote-MTA: dns; mx\u001b.example\n";

        DeliveryStatus status = soonFields(stream(fields)).orElseThrow();
        RecipientStatus recipient = status.recipients().get(0);

        assertThat(List.of(
                        status.reportingMta().orElseThrow(),
                        recipient.finalRecipient(),
                        recipient.diagnostic().orElseThrow(),
                        recipient.remote().orElseThrow().name()))
                .allSatisfy(text -> assertThat(text.chars())
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT));
    }

    private Optional<DeliveryStatus> soon(InputStream message) {
        return assertTimeoutPreemptively(SOON, () -> reader.read(message));
    }

    private Optional<DeliveryStatus> soonFields(InputStream fields) {
        return assertTimeoutPreemptively(SOON, () -> reader.readFields(fields));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The letter x, over and over. */
    private static final class Endless extends InputStream {
        private final long length;
        private long taken;

        Endless(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            return taken++ < length ? 'x' : -1;
        }

        @Override
        public int read(byte[] bytes, int from, int wanted) throws IOException {
            if (taken >= length) {
                return -1;
            }
            Arrays.fill(bytes, from, from + wanted, (byte) 'x');
            taken += wanted;
            return wanted;
        }
    }
}
