package io.sluice.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTextTest {
    @ParameterizedTest
    @CsvSource({"2/s, 2", "0.5/s, 0.5", "30/min, 0.5", "30 / min, 0.5", "3600/h, 1", "86400/d, 1", "1000000/s, 1000000"
    })
    void readsANumberAndAUnitOfTime(String text, double perSecond) {
        assertThat(RateText.parse(text)).hasValue(perSecond);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "/s", "0/s", "-1/s", "1e3/s", "2/week", "2/S", "1000001/s", "1,5/s", "NaN/s", "2/s/s"})
    void refusesWhatIsNoRate(String text) {
        assertThat(RateText.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2/s", "1/min", "30/min", "12/min", "7/h", "5/d", "100/s", "1.25/s"})
    void writesWhatItReads(String text) {
        assertThat(RateText.format(RateText.parse(text).orElseThrow()))
                .satisfies(written -> assertThat(RateText.parse(written)).isEqualTo(RateText.parse(text)));
    }
}
