package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.reply.SmtpStage;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BareRepliesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.500 Server busy",
                "  451 4.7.500 Server busy  ",
                "\"451 4.7.500 Server busy\"",
                "451 4.7.500 Server busy\r",
                "Diagnostic-Code: smtp; 451 4.7.500 Server busy",
                "<<< 451 4.7.500 Server busy",
                "host mx.example.org[192.0.2.25] said: 451 4.7.500 Server busy (in reply to MAIL FROM command)",
                "mx1 exim[12]: 1abc == bob@example.org R=dnslookup T=remote_smtp: SMTP error from remote mail server after"
                        + " RCPT TO:<bob@example.org>: host mx.example.org [192.0.2.25]: 451 4.7.500 Server busy"
            })
    void findsTheReply(String line) {
        assertThat(Reading.one(line).reply().text()).isEqualTo("451 4.7.500 Server busy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RCPT | SMTP error from remote mail server after RCPT TO:<b@c.d>: host mx.c.d [192.0.2.25]: 451 Busy",
                "MAIL | host mx.c.d[192.0.2.25] said: 451 Busy (in reply to MAIL FROM command)"
            })
    void takesHostAndStageFromTheFrame(SmtpStage stage, String line) {
        Sighting sighting = Reading.one(line);

        assertThat(sighting.reply().stage()).isEqualTo(stage);
        assertThat(sighting.reply().remote().name()).isEqualTo("mx.c.d");
        assertThat(sighting.reply().remote().ip()).isEqualTo("192.0.2.25");
    }

    @Test
    void putsLinesOfOneReplyTogether() {
        assertThat(Reading.text("451-4.7.500 Server\n451 4.7.500 busy\n550 5.1.1 No\n"))
                .extracting(sighting -> sighting.reply().text())
                .containsExactly("451 4.7.500 Server busy", "550 5.1.1 No");
    }

    @Test
    void doesNotMixAReplyThatWasCutOffWithTheNextOne() {
        assertThat(Reading.text("451-4.7.500 Server busy\n550 5.1.1 No\n"))
                .extracting(sighting -> sighting.reply().text(), Sighting::line)
                .containsExactly(tuple("451 4.7.500 Server busy", 1L), tuple("550 5.1.1 No", 2L));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "hello",
                "250 2.0.0 Ok",
                "4510 items",
                "600 more",
                "451x",
                "2026-11-22 451 4.7.500 is a code that Microsoft uses",
                "he said: nothing",
                "dsn=4.7.500"
            })
    void doesNotGuess(String line) {
        assertThat(Reading.text(line)).isEmpty();
    }

    @Test
    void countsLinesWithoutAReply() throws Exception {
        Sightings sightings =
                Reading.open("hello\n\n451 Busy\nworld\n".getBytes(StandardCharsets.UTF_8), InputFormat.AUTO);
        while (sightings.next().isPresent()) {
            assertThat(sightings.unit()).isEqualTo("lines");
        }

        assertThat(sightings.skipped()).isEqualTo(2);
    }
}
