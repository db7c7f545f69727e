package io.sluice.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.exchange.Cidr;
import io.sluice.exchange.CloudInstance;
import java.net.URI;
import java.time.Duration;
import org.apache.commons.configuration2.BaseConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundSettingsTest {
    private final BaseConfiguration configuration = new BaseConfiguration();

    @Test
    void asksForTheWorldwideAddressesOnceADayByDefault() {
        InboundSettings settings = InboundSettings.from(configuration);

        assertThat(settings.instances()).containsExactly(CloudInstance.WORLDWIDE);
        assertThat(settings.refresh()).contains(Duration.ofDays(1));
        assertThat(settings.url()).isEqualTo(URI.create("https://endpoints.office.com"));
        assertThat(settings.additionalRanges()).isEmpty();
    }

    @Test
    void readsEachKey() {
        configuration.setProperty("exchange-online.instances", "usgovdod, China");
        configuration.setProperty("exchange-online.refresh", "off");
        configuration.setProperty("exchange-online.url", "https://mirror.example.org/endpoints/");
        configuration.setProperty("exchange-online.additional-ranges", "192.0.2.0/28, 2001:db8::/64");
        configuration.setProperty("exchange-online.additional-names", "Outbound.Example.ORG");

        InboundSettings settings = InboundSettings.from(configuration);

        assertThat(settings.instances()).containsExactlyInAnyOrder(CloudInstance.US_GOV_DOD, CloudInstance.CHINA);
        assertThat(settings.refresh()).isEmpty();
        assertThat(settings.url()).hasToString("https://mirror.example.org/endpoints");
        assertThat(settings.additionalRanges())
                .containsExactly(Cidr.parse("192.0.2.0/28"), Cidr.parse("2001:db8::/64"));
        assertThat(settings.additionalNames()).containsExactly("outbound.example.org");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "exchange-online.instances | Germany | Worldwide, USGovGCCHigh, USGovDoD, China",
                "exchange-online.refresh | 10 min | from 1 hours to 30 days",
                "exchange-online.refresh | often | a whole number and a unit",
                "exchange-online.url | http://endpoints.office.com | https://",
                "exchange-online.url | https://endpoints.office.com/?x=1 | https://",
                "exchange-online.url | endpoints.office.com | https://",
                "exchange-online.url | https://a b | https://",
                "exchange-online.additional-ranges | 192.0.2.1/24 | 192.0.2.0/28",
                "exchange-online.additional-ranges | 0.0.0.0/0 | every address",
                "exchange-online.additional-names | com | at least two labels",
                "exchange-online.additional-names | *.example.org | at least two labels",
                "exchange-online.directory | '' | not empty"
            })
    void refusesAValueThatIsNotAllowedAndSaysWhatIs(String key, String value, String allowed) {
        configuration.setProperty(key, value);

        assertThatThrownBy(() -> InboundSettings.from(configuration))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("sluice.properties: " + key + " = \"" + value + "\"")
                .hasMessageContaining(allowed);
    }

    @Test
    void aFileIsTheListOfOneCloud() {
        configuration.setProperty("exchange-online.instances", "Worldwide,China");
        configuration.setProperty("exchange-online.file", "file://conf/endpoints.json");

        assertThatThrownBy(() -> InboundSettings.from(configuration)).hasMessageContaining("exchange-online.file");
    }
}
