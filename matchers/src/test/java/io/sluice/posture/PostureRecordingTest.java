package io.sluice.posture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureRecordingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "hello | it is not JSON",
                "[] | it has no version 1",
                "{\"version\":1} | its time is none",
                "{\"version\":1,\"time\":\"2026-11-22T10:00:00Z\",\"question\":{\"domain\":\"..\"}} | No possible domain",
                "{\"version\":1,\"time\":\"2026-11-22T10:00:00Z\",\"question\":{\"domain\":\"a.b\"}} | it has no list of look-ups, or too long a one",
                "{\"version\":1,\"time\":\"2026-11-22T10:00:00Z\",\"question\":{\"domain\":\"a.b\"},\"lookups\":[{\"question\":\"X a.b\"}]} | a look-up has an unknown kind or outcome"
            })
    void refusesWhatIsNone(String text, String why) {
        assertThatThrownBy(() -> PostureRecording.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }

    @Test
    void whatIsNotInItIsNotAsked() {
        String empty =
                """
                {"version":1,"time":"2026-11-22T10:00:00Z","question":{"domain":"example.org"},"lookups":[]}""";

        Posture posture = PostureRecording.parse(empty).replay();

        assertThat(posture.of(FindingId.SPF_RECORD).get(0).status()).isEqualTo(FindingStatus.UNKNOWN);
        assertThat(posture.of(FindingId.SPF_RECORD).get(0).what()).contains("it is not in the recording");
    }
}
