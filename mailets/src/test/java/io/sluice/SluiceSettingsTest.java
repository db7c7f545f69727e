package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.sql.OutboxSettings;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceSettingsTest {
    private final BaseConfiguration configuration = new BaseConfiguration();

    @Test
    void keepsTheOutboxInJamessDirectoryAsLargeAsTheDiskByDefault() {
        SluiceSettings settings = SluiceSettings.from(configuration);

        assertThat(settings.outboxDirectory()).isEqualTo("file://var/outbox");
        assertThat(settings.outboxMaximumSize()).isEqualTo(OutboxSettings.UNLIMITED);
    }

    @ParameterizedTest
    @CsvSource({"1 MiB, 1048576", "500MiB, 524288000", "20 GiB, 21474836480", "999999 GiB, 1073740750258176"})
    void readsASizeWithItsUnit(String text, long bytes) {
        configuration.setProperty("outbox.maximum-size", text);

        assertThat(SluiceSettings.from(configuration).outboxMaximumSize()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0 MiB", "100", "1.5 GiB", "20 GB", "-1 MiB", "1000000 GiB", "much"})
    void refusesWhatIsNoSizeAndSaysWhatIsAllowed(String text) {
        configuration.setProperty("outbox.maximum-size", text);

        assertThatThrownBy(() -> SluiceSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.properties: outbox.maximum-size = \"" + text + "\"")
                .hasMessageContaining("MiB or GiB");
    }

    @Test
    void refusesAnUnknownKeyAndNamesTheKnownOnes() {
        configuration.setProperty("outbox.size", "1 MiB");

        assertThatThrownBy(() -> SluiceSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown key outbox.size")
                .hasMessageContaining("outbox.maximum-size");
    }
}
