package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.SmtpReply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HostileInputTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void cutsALineOfAMebibyteAndGoesOnBehindIt() {
        String line = "451 4.7.500 " + "x".repeat(MEBIBYTE);

        List<Sighting> sightings = Reading.text(line + "\n550 5.1.1 No\n");

        assertThat(sightings).hasSize(2);
        assertThat(sightings.get(0).reply().text()).hasSizeLessThanOrEqualTo(SmtpReply.MAXIMUM_TEXT);
        assertThat(sightings.get(1).line()).isEqualTo(2);
    }

    @Test
    void boundsAReplyOfEndlesslyManyLines() {
        List<Sighting> sightings = Reading.text("451-4.7.500 more and more\n".repeat(100_000));

        assertThat(sightings).isNotEmpty().allSatisfy(sighting -> assertThat(
                        sighting.reply().text())
                .hasSizeLessThanOrEqualTo(SmtpReply.MAXIMUM_TEXT));
    }

    @Test
    void letsNoEscapeSequenceThrough() {
        Sighting sighting =
                Reading.one("Nov 21 10:02:03 mx1 postfix/smtp[1]: 4A: to=<\u001b[31mbob@example.org>, relay=x,"
                        + " status=deferred (host mx\u001b]0;evil\u0007.example[192.0.2.25] said: 451 4.7.500 \u001b[2J\u202eBusy"
                        + "\u009b31m (in reply to RCPT TO command))");

        assertThat(sighting.reply().text()
                        + sighting.reply().remote()
                        + sighting.reply().recipient())
                .doesNotContain("\u001b", "\u0007", "\u202e", "\u009b");
    }

    @Test
    void replacesBytesThatAreNoText() {
        byte[] bytes = "451 4.7.500 M?nchen\n".getBytes(StandardCharsets.US_ASCII);
        bytes[13] = (byte) 0xFC;

        List<Sighting> sightings = Reading.bytes(bytes, InputFormat.AUTO);

        assertThat(sightings)
                .singleElement()
                .satisfies(sighting -> assertThat(sighting.reply().text()).isEqualTo("451 4.7.500 M\ufffdnchen"));
    }

    @ParameterizedTest
    @EnumSource(InputFormat.class)
    void readsAnyBytesAsAnyFormatWithoutFailing(InputFormat format) {
        Random random = new Random(1);
        for (int round = 0; round < 50; round++) {
            byte[] bytes = new byte[random.nextInt(100_000)];
            random.nextBytes(bytes);
            bytes = withoutGzipMark(bytes);

            assertThat(Reading.bytes(bytes, format))
                    .as("seed 1, round " + round)
                    .isNotNull();
        }
    }

    @ParameterizedTest
    @EnumSource(InputFormat.class)
    void readsLinesThatAreCutAnywhereWithoutFailing(InputFormat format) {
        List<String> lines = List.of(
                "Nov 21 10:02:03 mx1 postfix/smtp[1]: 4A: to=<bob@example.org>, relay=x, status=deferred (host mx[192.0.2.25]"
                        + " said: 451 4.7.500 Busy (in reply to RCPT TO command))",
                "2026-11-21T10:02:03.456+01:00 INFO  i.s.d.EntryDelivery - Mail m1 deferred for b@c.d over lane default/x by"
                        + " mx[192.0.2.25]: 451 4.7.500 Busy [rule]",
                "10:02:03.456 [INFO ] o.a.j.t.m.r.d.MailDelivrer - SMTP SEND FAILED: Command [Optional[RCPT TO:<b@c.d>]]"
                        + " RetCode: [Optional[451]] Response[451 4.7.500 Busy",
                "SMTP error from remote mail server after RCPT TO:<b@c.d>: host mx.c.d [192.0.2.25]: 451 Busy");
        for (String line : lines) {
            for (int end = 0; end <= line.length(); end++) {
                String beginning = line.substring(0, end);
                String rest = line.substring(end);

                assertThat(Reading.bytes((beginning + "\n" + rest).getBytes(StandardCharsets.UTF_8), format))
                        .as(beginning)
                        .isNotNull();
            }
        }
    }

    @Test
    void unpacksWhatIsPackedWithGzip() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("451 4.7.500 Busy\n550 5.1.1 No\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(Reading.bytes(packed.toByteArray(), InputFormat.AUTO)).hasSize(2);
    }

    private static byte[] withoutGzipMark(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] == 0x1f) {
            bytes[0] = 0;
        }
        return bytes;
    }
}
