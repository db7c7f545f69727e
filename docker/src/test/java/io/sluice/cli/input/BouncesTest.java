package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BouncesTest {
    private static final String STATUS =
            """
            Reporting-MTA: dns; mail.example.com
            Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000

            Final-Recipient: rfc822; ann@hotmail.com
            Action: failed
            Status: 5.5.0
            Remote-MTA: dns; hotmail-com.olc.protection.outlook.com
            Diagnostic-Code: smtp; 550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302)

            Final-Recipient: rfc822; eve@example.org
            Action: delivered
            Status: 2.0.0
            """;

    @Test
    void readsABounce() {
        List<Sighting> sightings = Reading.text(bounce(STATUS));

        assertThat(sightings).singleElement().satisfies(sighting -> {
            assertThat(sighting.reply().text()).startsWith("550 5.5.0 Requested action not taken");
            assertThat(sighting.reply().recipient()).contains("ann@hotmail.com");
            assertThat(sighting.service()).contains(Service.CONSUMER);
            assertThat(sighting.time()).contains(Instant.parse("2026-11-21T10:00:00Z"));
        });
    }

    @Test
    void readsTheFieldsOfTheStatusAlone() {
        assertThat(Reading.text(STATUS)).hasSize(1);
        assertThat(Reading.bytes(STATUS.getBytes(StandardCharsets.UTF_8), InputFormat.DSN))
                .hasSize(1);
    }

    @Test
    void readsAMailboxAndCountsWhatIsNoBounce() throws Exception {
        String mailbox = "From MAILER-DAEMON Sat Nov 21 10:00:00 2026\n"
                + bounce(STATUS)
                + "\n"
                + "From someone@example.org Sat Nov 21 10:00:00 2026\n"
                + "Subject: Hello\n\nNo bounce.\nFrom here on it is text, no separator.\n\n"
                + "From MAILER-DAEMON Sat Nov 21 10:00:00 2026\n"
                + bounce(STATUS).replace("\n", "\r\n");
        Sightings sightings = Reading.open(mailbox.getBytes(StandardCharsets.UTF_8), InputFormat.AUTO);

        assertThat(sightings.next()).isPresent();
        assertThat(sightings.next())
                .hasValueSatisfying(second -> assertThat(second.line()).isEqualTo(3));
        assertThat(sightings.next()).isEmpty();
        assertThat(sightings.skipped()).isEqualTo(1);
        assertThat(sightings.unit()).isEqualTo("messages");
    }

    @Test
    void takesALogThatSpeaksOfFromAsLines() {
        assertThat(Reading.text("From here on: replies\n451 4.7.500 Busy\n")).hasSize(1);
    }

    private static String bounce(String status) {
        return """
                Return-Path: <>
                From: MAILER-DAEMON@mail.example.com
                To: sender@example.com
                Subject: Undelivered
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                550 5.1.1 is not the reply

                --b
                Content-Type: message/delivery-status

                %s
                --b--
                """
                .formatted(status);
    }
}
