package io.sluice.posture.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DnsServersTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 53",
        "192.0.2.1:5300, 192.0.2.1, 5300",
        "::1, ::1, 53",
        "[::1]:5300, ::1, 5300",
        "[::1], ::1, 53"
    })
    void readsHostAndPort(String text, String host, int port) {
        assertThat(DnsServers.parse(text)).isEqualTo(new InetSocketAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:dns", ":53"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> DnsServers.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
