package io.sluice.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedRangesTest {
    /** Addresses that mail was seen to come from. */
    @ParameterizedTest
    @CsvSource({
        "Worldwide, 40.107.209.10",
        "Worldwide, 40.107.75.75",
        "Worldwide, 104.47.58.105",
        "Worldwide, 52.101.0.1",
        "Worldwide, 40.93.255.255",
        "Worldwide, 2a01:111:f403::1",
        "USGovGCCHigh, 23.103.209.74",
        "USGovGCCHigh, 23.103.199.146",
        "China, 139.219.146.105",
        "China, 139.219.17.126"
    })
    void shippedListsHaveTheAddressesThatMailComesFrom(String instance, String address) {
        assertThat(shipped(instance).contains(InetAddresses.forString(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"40.94.0.0", "40.106.255.255", "52.104.0.0", "104.47.128.0", "127.0.0.1", "8.8.8.8", "::1"})
    void otherAddressesAreNotExchangeOnlines(String address) {
        assertThat(shipped("Worldwide").contains(InetAddresses.forString(address)))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void eachShippedListIsDatedAndSaysWhereItIsFrom(CloudInstance instance) {
        PublishedRanges shipped = PublishedRanges.shipped(instance);

        assertThat(shipped.version()).get().asString().matches("20[0-9]{8}");
        assertThat(shipped.source()).contains("Microsoft", "version of 20");
    }

    @Test
    void readsTheSetsOfExchangeThatTakePartInMailAndNoOther() throws RangesRefusedException {
        PublishedRanges read = read(
                """
                [{"id": 1, "serviceArea": "Exchange", "serviceAreaDisplayName": "Exchange Online", "urls": ["outlook.office.com"],
                  "ips": ["13.107.6.152/31"], "tcpPorts": "80,443", "expressRoute": true, "category": "Optimize", "required": true},
                 {"id": 4, "serviceArea": "Exchange", "urls": ["outlook-dod.office365.us"], "tcpPorts": "143,25,587"},
                 {"id": 10, "serviceArea": "Exchange", "ips": ["40.92.0.0/15", "2a01:111:f400::/48"], "tcpPorts": "25"},
                 {"id": 11, "serviceArea": "Exchange", "ips": ["52.100.0.0/14"], "tcpPorts": "443, 25"},
                 {"id": 31, "serviceArea": "SharePoint", "ips": ["13.107.136.0/22"], "tcpPorts": "25"}]""");

        assertThat(read.ranges())
                .extracting(Cidr::toString)
                .containsExactly("40.92.0.0/15", "2a01:111:f400::/48", "52.100.0.0/14");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0/0, too wide",
        "40.0.0.0/11, too wide",
        "::/0, too wide",
        "2a00::/16, too wide",
        "10.1.0.0/16, not on the Internet",
        "127.0.0.1/32, not on the Internet",
        "192.168.7.0/24, not on the Internet",
        "fe80::/64, not on the Internet",
        "2001:db8::/48, not on the Internet",
        "40.92.0.1/15, bits behind the prefix",
        "mail.example.org, no range"
    })
    void refusesTheWholeListForOneImplausibleRange(String range, String why) {
        assertThatThrownBy(() -> read("[" + set("40.92.0.0/15") + "," + set(range) + "]"))
                .isInstanceOf(RangesRefusedException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "null",
                "42",
                "\"x\"",
                "[1,2]",
                "[null]",
                "{\"serviceArea\":\"Exchange\"}",
                "[{\"serviceArea\":\"Exchange\"}]",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[]}]",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[{}]}]",
                "[{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":\"40.92.0.0/15\"}]",
                "<html>Sign in</html>",
                "[{\"a\":1}] x",
                "[{\"a\":1,\"a\":2}]"
            })
    void refusesWhatIsNoListWithAddresses(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(RangesRefusedException.class);
    }

    @Test
    void refusesJsonThatIsNestedDeeply() {
        assertThatThrownBy(() -> read("[".repeat(500_000))).isInstanceOf(RangesRefusedException.class);
    }

    @Test
    void refusesMoreRangesThanAnybodyPublishes() {
        StringBuilder many = new StringBuilder("[");
        for (int i = 0; i < 1001; i++) {
            many.append(i == 0 ? "" : ",").append(set("40." + i / 256 + "." + i % 256 + ".0/24"));
        }

        assertThatThrownBy(() -> read(many + "]")).hasMessageContaining("more than 1000 ranges");
    }

    @Test
    void rangesInUseAreReplacedByCloud() throws RangesRefusedException {
        ExchangeOnlineRanges ranges = new ExchangeOnlineRanges(
                List.of(CloudInstance.WORLDWIDE, CloudInstance.CHINA), List.of(Cidr.parse("192.0.2.0/28")));

        ranges.replace(read("[" + set("40.92.0.0/15") + "]"));

        assertThat(ranges.contains(InetAddresses.forString("40.92.7.7"))).isTrue();
        assertThat(ranges.contains(InetAddresses.forString("40.107.7.7"))).isFalse();
        assertThat(ranges.contains(InetAddresses.forString("139.219.17.126"))).isTrue();
        assertThat(ranges.contains(InetAddresses.forString("192.0.2.7"))).isTrue();
        assertThat(ranges.contains(InetAddresses.forString("23.103.209.74"))).isFalse();
    }

    private static ExchangeOnlineRanges shipped(String instance) {
        return new ExchangeOnlineRanges(List.of(CloudInstance.ofToken(instance).orElseThrow()), List.of());
    }

    private static String set(String range) {
        return "{\"serviceArea\":\"Exchange\",\"tcpPorts\":\"25\",\"ips\":[\"" + range + "\"]}";
    }

    private static PublishedRanges read(String json) throws RangesRefusedException {
        return PublishedRangesReader.readEndpoints(
                CloudInstance.WORLDWIDE,
                Optional.of("2026081400"),
                "a test",
                Optional.empty(),
                json.getBytes(StandardCharsets.UTF_8));
    }
}
