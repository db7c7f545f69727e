package io.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesSettingsTest {
    private final BaseConfiguration configuration = new BaseConfiguration();

    @Test
    void looksEveryTenSecondsAtAFileThatNeedNotBeThereByDefault() {
        RulesSettings settings = RulesSettings.from(configuration);

        assertThat(settings.file()).isEqualTo("file://conf/microsoft-replies.xml");
        assertThat(settings.fileNamed()).isFalse();
        assertThat(settings.checkPeriod()).contains(Duration.ofSeconds(10));
    }

    @ParameterizedTest
    @CsvSource({"100 ms, PT0.1S", "2s, PT2S", "1 day, PT24H"})
    void readsThePeriod(String text, Duration period) {
        configuration.setProperty("rules.check-period", text);

        assertThat(RulesSettings.from(configuration).checkPeriod()).contains(period);
    }

    @Test
    void canBeToldNotToLook() {
        configuration.setProperty("rules.check-period", "off");

        assertThat(RulesSettings.from(configuration).checkPeriod()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "0 s", "99 ms", "25 hours", "never", "Off"})
    void refusesAnotherPeriodAndSaysWhatIsAllowed(String text) {
        configuration.setProperty("rules.check-period", text);

        assertThatThrownBy(() -> RulesSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sluice.properties: rules.check-period = \"" + text + "\" is not allowed;"
                        + " allowed: off, or a whole number and a unit")
                .hasMessageEndingWith("from 100 ms to 1 day");
    }

    @Test
    void refusesAnEmptyName() {
        configuration.setProperty("rules.file", " ");

        assertThatThrownBy(() -> RulesSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sluice.properties: rules.file is empty");
    }
}
