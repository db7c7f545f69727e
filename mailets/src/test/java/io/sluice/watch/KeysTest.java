package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.configuration2.BaseConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeysTest {
    @Test
    void theJournalIsOnAndMasksAddressesByDefault() {
        JournalSettings settings = JournalSettings.from(new BaseConfiguration());

        assertThat(settings)
                .isEqualTo(new JournalSettings(
                        true,
                        "file://var/journal/attempts.jsonl",
                        JournalSettings.Addresses.MASKED,
                        10 * 1024 * 1024,
                        10));
    }

    @Test
    void readsWhatIsSaid() {
        Configuration configuration = new BaseConfiguration();
        configuration.setProperty("journal.enabled", "false");
        configuration.setProperty("journal.addresses", "hashed");
        configuration.setProperty("journal.maximum-size", "100 MiB");
        configuration.setProperty("journal.files", "3");

        JournalSettings settings = JournalSettings.from(configuration);

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.addresses()).isEqualTo(JournalSettings.Addresses.HASHED);
        assertThat(settings.maximumSize()).isEqualTo(100L * 1024 * 1024);
        assertThat(settings.files()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "journal.enabled, yes, 'true, false'",
        "journal.file, '', attempts.jsonl",
        "journal.addresses, MASKED, 'masked, hashed, plain'",
        "journal.maximum-size, 10, MiB",
        "journal.maximum-size, 0 MiB, from 1 to 10000",
        "journal.maximum-size, 99999999999999999999 MiB, from 1 to 10000",
        "journal.files, 1, from 2 to 1000",
        "journal.files, -5, from 2 to 1000"
    })
    void refusesWhatIsNotAllowedAndSaysWhatIs(String key, String value, String allowed) {
        Configuration configuration = new BaseConfiguration();
        configuration.setProperty(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> JournalSettings.from(configuration))
                .withMessageStartingWith("sluice.properties: " + key + " = \"" + value + "\" is not allowed; allowed: ")
                .withMessageContaining(allowed);
    }

    @Test
    void nobodyIsToldOfEventsByDefault() {
        EventSettings settings = EventSettings.from(new BaseConfiguration());

        assertThat(settings.mails()).isFalse();
        assertThat(settings.webhook()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "events.mail, nobody, 'off, postmaster, or a mail address'",
        "events.mail.period, 15, a whole number and a unit",
        "events.mail.period, 2 d, to 1 day",
        "events.webhook.url, ftp://example.org/, https://",
        "events.webhook.url, https://user:secret@example.org/, without a user",
        "events.webhook.url, https://exa mple.org/, https://"
    })
    void refusesEventsThatCannotBeTold(String key, String value, String allowed) {
        Configuration configuration = new BaseConfiguration();
        configuration.setProperty(key, value);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSettings.from(configuration))
                .withMessageStartingWith("sluice.properties: " + key + " = ")
                .withMessageContaining(allowed);
    }

    @Test
    void wantsASecretWithAUrlAndAUrlWithASecret() {
        Configuration url = new BaseConfiguration();
        url.setProperty("events.webhook.url", "https://alerts.example.org/");
        Configuration secret = new BaseConfiguration();
        secret.setProperty("events.webhook.secret", "0123456789abcdef");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSettings.from(url))
                .withMessageContaining("signed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventSettings.from(secret))
                .withMessageContaining("signed");
    }

    @Test
    void readsTheSecretFromItsFileAndNeverShowsIt(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret"), "0123456789abcdef\n");
        Configuration configuration = new BaseConfiguration();
        configuration.setProperty("events.webhook.url", "https://alerts.example.org/");
        configuration.setProperty("events.webhook.secret-file", "somewhere");

        EventSettings settings = EventSettings.from(configuration);

        assertThat(settings.readSecret(name -> file)).isEqualTo("0123456789abcdef");
        Files.writeString(file, "short");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings.readSecret(name -> file))
                .withMessageContaining("16 to 1000")
                .withMessageNotContaining("short");
    }
}
