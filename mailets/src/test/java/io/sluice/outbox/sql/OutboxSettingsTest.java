package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OutboxSettingsTest {
    @Test
    void namesTheValueThatIsNotAllowed() {
        OutboxSettings settings = OutboxSettings.in(Path.of("outbox"));

        assertThatThrownBy(() -> settings.withMaxBytes(1000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The outbox's maxBytes is 1000; allowed is 1048576 and more");
        assertThatThrownBy(() -> new OutboxSettings(settings.directory(), 256, 1, 1, 65, OutboxSettings.UNLIMITED, 0))
                .hasMessage("The outbox's readers is 65; allowed is 1 to 64");
    }
}
