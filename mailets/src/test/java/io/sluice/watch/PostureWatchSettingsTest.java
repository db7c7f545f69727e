package io.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostureWatchSettingsTest {
    private final BaseConfiguration configuration = new BaseConfiguration();

    @Test
    void looksByDefaultAndAsksNoBlockLists() {
        PostureWatchSettings settings = PostureWatchSettings.from(configuration);

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.period()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.addresses()).isEmpty();
        assertThat(settings.settings().addressLists()).isEmpty();
    }

    @Test
    void readsLists() {
        configuration.setProperty("posture.addresses", "192.0.2.7, 2001:db8::7");
        configuration.setProperty("posture.dns", "192.0.2.53:5300");
        configuration.setProperty("posture.address-lists", "zen.spamhaus.org");

        PostureWatchSettings settings = PostureWatchSettings.from(configuration);

        assertThat(settings.addresses())
                .containsExactly(InetAddresses.forString("192.0.2.7"), InetAddresses.forString("2001:db8::7"));
        assertThat(settings.servers()).isEqualTo(List.of(new InetSocketAddress("192.0.2.53", 5300)));
        assertThat(settings.settings().addressLists()).containsExactly("zen.spamhaus.org");
    }

    @ParameterizedTest
    @CsvSource({
        "posture.watch, perhaps",
        "posture.period, 2 days",
        "posture.addresses, mail.example.org",
        "posture.dns, 192.0.2.53:dns",
        "posture.domain-lists, dbl"
    })
    void refusesWhatItCannotRead(String key, String value) {
        configuration.setProperty(key, value);

        assertThatThrownBy(() -> PostureWatchSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sluice.properties: " + key, value, "allowed");
    }
}
