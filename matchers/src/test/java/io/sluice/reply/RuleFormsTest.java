package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small forms of the rule file: code patterns, ranges, durations. */
class RuleFormsTest {
    @ParameterizedTest
    @CsvSource({
        "4.7.650, 4.7.650, 4.7.651",
        "4.7.500-699, 4.7.500, 4.7.499",
        "4.7.500-699, 4.7.699, 4.7.700",
        "4.7.*, 4.7.0, 4.6.1",
        "5.*.*, 5.999.999, 4.7.1"
    })
    void rangeOfEnhancedCodes(String range, String inside, String outside) {
        EnhancedRange parsed = EnhancedRange.parse(range).orElseThrow();

        assertThat(parsed.contains(EnhancedStatusCode.parse(inside).orElseThrow()))
                .isTrue();
        assertThat(parsed.contains(EnhancedStatusCode.parse(outside).orElseThrow()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "4.7", "4.7.699-500", "4.7.500-500", "4.7.500-4.7.699", "4.*.1", "*.7.1", "3.7.*", "4.7.1-x"
            })
    void noRangeOfEnhancedCodes(String range) {
        assertThat(EnhancedRange.parse(range)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"451, 451, 452", "45x, 459, 460", "4xx, 400, 500", "5xx, 599, 499"})
    void patternOfReplyCodes(String pattern, int inside, int outside) {
        CodePattern parsed = CodePattern.parse(pattern).orElseThrow();

        assertThat(parsed.contains(inside)).isTrue();
        assertThat(parsed.contains(outside)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "4", "250", "x51", "4x1", "45", "4511", "4XX", "45-"})
    void noPatternOfReplyCodes(String pattern) {
        assertThat(CodePattern.parse(pattern)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0 seconds, PT0S",
        "500 milliseconds, PT0.5S",
        "1 second, PT1S",
        "15 minutes, PT15M",
        "4  Hours, PT4H",
        "3 days, PT72H"
    })
    void duration(String text, Duration expected) {
        assertThat(DurationText.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "15", "minutes", "15m", "1.5 hours", "-1 minute", "1 fortnight", "99999999999 days"})
    void noDuration(String text) {
        assertThat(DurationText.parse(text)).isEmpty();
    }
}
