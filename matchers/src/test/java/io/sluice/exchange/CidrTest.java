package io.sluice.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.net.InetAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "40.92.0.0/15, 40.92.0.0, 40.93.255.255",
        "192.0.2.7/32, 192.0.2.7, 192.0.2.7",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "2a01:111:f400::/48, 2a01:111:f400::, 2a01:111:f400:ffff:ffff:ffff:ffff:ffff",
        "2001:489a:2202:2000::/63, 2001:489a:2202:2000::, 2001:489a:2202:2001:ffff:ffff:ffff:ffff"
    })
    void reachesFromItsFirstToItsLastAddress(String text, String first, String last) {
        Cidr range = Cidr.parse(text);

        assertThat(range.network()).isEqualTo(InetAddresses.forString(first));
        assertThat(range.last()).isEqualTo(InetAddresses.forString(last));
        assertThat(range).hasToString(text);
    }

    @Test
    void isOneAddressWithoutALength() {
        assertThat(Cidr.parse("192.0.2.7")).hasToString("192.0.2.7/32");
        assertThat(Cidr.parse("2001:db8::7")).hasToString("2001:db8::7/128");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "40.92.0.0/",
                "40.92.0.0/33",
                "40.92.0.0/-1",
                "40.92.0.0/015",
                "40.92.0.0/1 5",
                "40.92.0.0/15/16",
                "40.92.0.1/15",
                "40.92.0/15",
                "040.92.0.0/15",
                "40.92.0.0 /15",
                "2a01:111:f400::/129",
                "2a01:111:f400::1/48",
                "fe80::1%lo/128",
                "localhost/8",
                "outlook.com",
                "40.92.0.0/٣",
                "1111111111111111111111111111111111111111111111111111111111111111111"
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text));
    }

    @Test
    void overlapsWhatItContainsAndWhatContainsIt() {
        Cidr wide = Cidr.parse("10.0.0.0/8");
        Cidr narrow = Cidr.parse("10.9.0.0/16");

        assertThat(wide.overlaps(narrow)).isTrue();
        assertThat(narrow.overlaps(wide)).isTrue();
        assertThat(narrow.overlaps(Cidr.parse("10.8.0.0/16"))).isFalse();
        assertThat(wide.overlaps(Cidr.parse("a00::/8"))).isFalse();
    }
}
