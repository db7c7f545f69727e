package io.sluice.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.ExchangeOnlineRanges;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayCheckTest {
    private final ExchangeOnlineRanges ranges = new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of());
    private final BaseHierarchicalConfiguration smtpserver = new BaseHierarchicalConfiguration();

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0/0", "40.92.0.0/15", "52.101.7.7", "40.107.3.3/24", "2a01:111:f403::/64"})
    void namesANetworkThatExchangeOnlineSendsFrom(String network) {
        smtpserver.addProperty("smtpserver.authorizedAddresses", "127.0.0.0/8, " + network);

        assertThat(RelayCheck.relaying(smtpserver, ranges)).containsExactly(network);
    }

    @Test
    void looksAtEachServer() {
        smtpserver.addProperty("smtpserver.authorizedAddresses", "127.0.0.0/8");
        smtpserver.addProperty("smtpserver.authorizedAddresses", "40.92.0.0/16");

        assertThat(RelayCheck.relaying(smtpserver, ranges)).containsExactly("40.92.0.0/16");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.0/8", "10.0.0.0/8,192.168.0.0/16", "mail.example.org", "40.92.*", "::1"})
    void leavesOthersAlone(String networks) {
        smtpserver.addProperty("smtpserver.authorizedAddresses", networks);

        assertThat(RelayCheck.relaying(smtpserver, ranges)).isEmpty();
    }

    @Test
    void leavesAServerWithoutThemAlone() {
        assertThat(RelayCheck.relaying(smtpserver, ranges)).isEmpty();
    }
}
