package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.reply.Service;
import java.io.StringReader;
import java.time.Duration;
import org.apache.commons.configuration2.PropertiesConfiguration;
import org.apache.commons.configuration2.convert.DefaultListDelimiterHandler;
import org.apache.commons.configuration2.convert.DisabledListDelimiterHandler;
import org.apache.commons.configuration2.convert.ListDelimiterHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosoftSettingsTest {
    private static MicrosoftSettings read(String text) throws Exception {
        return read(text, new DefaultListDelimiterHandler(','));
    }

    private static MicrosoftSettings read(String text, ListDelimiterHandler lists) throws Exception {
        PropertiesConfiguration configuration = new PropertiesConfiguration();
        configuration.setListDelimiterHandler(lists);
        configuration.getLayout().load(configuration, new StringReader(text));
        return MicrosoftSettings.from(configuration);
    }

    @Test
    void needsNothing() throws Exception {
        MicrosoftSettings settings = read("");

        assertThat(settings.cache()).isEqualTo(MxCacheSettings.DEFAULT);
        assertThat(settings.hosts().isConsumerDomain("hotmail.com")).isTrue();
    }

    @Test
    void readsEveryKey() throws Exception {
        MicrosoftSettings settings = read(
                """
                microsoft.consumer.suffixes = mx.consumer.example
                microsoft.business.suffixes = mx.business.example
                microsoft.consumer.domains = outlook.example
                mx.cache.minimum = 10 s
                mx.cache.maximum = 2 hours
                mx.cache.stale = 3 days
                mx.cache.negative = 1 min
                mx.cache.failure = 500 ms
                mx.cache.size = 77
                """);

        assertThat(settings.hosts().serviceOf("a.mx.consumer.example")).contains(Service.CONSUMER);
        assertThat(settings.hosts().serviceOf("a.mx.business.example")).contains(Service.BUSINESS);
        assertThat(settings.hosts().isConsumerDomain("outlook.example")).isTrue();
        assertThat(settings.cache())
                .isEqualTo(new MxCacheSettings(
                        Duration.ofSeconds(10),
                        Duration.ofHours(2),
                        Duration.ofDays(3),
                        Duration.ofMinutes(1),
                        Duration.ofMillis(500),
                        77));
    }

    @Test
    void readsListsWithAndWithoutADelimiterHandler() throws Exception {
        String text = "microsoft.business.suffixes = a.example, b.example";

        for (ListDelimiterHandler lists :
                new ListDelimiterHandler[] {new DefaultListDelimiterHandler(','), DisabledListDelimiterHandler.INSTANCE
                }) {
            MicrosoftHosts hosts = read(text, lists).hosts();
            assertThat(hosts.serviceOf("x.a.example")).contains(Service.BUSINESS);
            assertThat(hosts.serviceOf("x.b.example")).contains(Service.BUSINESS);
        }
    }

    @Test
    void leavesTheKeysOfOthersAlone() throws Exception {
        assertThat(read("outbox.engine = whatever\nmxx = 1").cache()).isEqualTo(MxCacheSettings.DEFAULT);
    }

    @Test
    void lowersTheMinimumWithAMaximumBelowIt() throws Exception {
        assertThat(read("mx.cache.maximum = 1 s").cache().minimum()).isEqualTo(Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.cache.minimun", "mx.cache", "mx", "microsoft.consumer", "microsoft.domains"})
    void refusesAnUnknownKey(String key) {
        assertThatThrownBy(() -> read(key + " = 1 s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sluice.properties: unknown key \"" + key + "\"; allowed: [")
                .hasMessageContaining("mx.cache.minimum");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mx.cache.minimum | 30 | a whole number and a unit",
                "mx.cache.minimum | soon | a whole number and a unit",
                "mx.cache.minimum | 0 s | from 1 ms",
                "mx.cache.minimum | 2 hours | to 1 hours (mx.cache.maximum)",
                "mx.cache.maximum | 8 days | to 7 days",
                "mx.cache.maximum | -1 s | from 1 ms",
                "mx.cache.maximum | 99999999999999999999 s | to 7 days",
                "mx.cache.stale | 31 days | to 30 days",
                "mx.cache.negative | 25 hours | to 1 days",
                "mx.cache.failure | 5 lightyears | to 1 hours",
                "mx.cache.size | 0 | a whole number from 1 to 1000000",
                "mx.cache.size | many | a whole number from 1 to 1000000",
                "microsoft.consumer.domains | com | at least two labels",
                "microsoft.consumer.suffixes | mx.microsoft | another service",
                "microsoft.business.suffixes | a b.example | at least two labels"
            })
    void refusesABadValue(String key, String value, String allowed) {
        assertThatThrownBy(() -> read(key + " = " + value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sluice.properties: " + key + " = \"" + value + "\" is not allowed; allowed: ")
                .hasMessageContaining(allowed);
    }
}
