package io.sluice.mailets;

import static io.sluice.mailets.GivenParameters.assertFault;
import static io.sluice.mailets.GivenParameters.read;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the parameters of a delivery stops the start, and is named. */
class DeliveryParametersFaultsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "loadBalancing",
                "startTLS",
                "sslEnable",
                "verifyServerIdentity",
                "sendpartial",
                "usePriority",
                "debug"
            })
    void aFlagThatIsNeitherTrueNorFalse(String name) {
        assertFault(name, "yes", "must be true or false");
    }

    @ParameterizedTest
    @CsvSource({
        "maxConnections, 0, 1 to 500",
        "maxConnections, 501, 1 to 500",
        "maxConnections, many, 1 to 500",
        "maxMessagesPerConnection, 0, 1 to 10000",
        "maxRecipientsPerTransaction, 1001, 1 to 1000",
        "maxRetries, -1, 0 to 10000",
        "maxDnsProblemRetries, 1.5, 0 to 10000",
        "gatewayPort, 65536, 1 to 65535",
        "mail.smtp.port, 0, 1 to 65535"
    })
    void aNumberThatIsNoneOrOutOfItsRange(String name, String value, String range) {
        if (!name.equals("gatewayPort")) {
            assertFault(name, value, "must be a whole number from " + range);
            return;
        }
        assertThatThrownBy(() -> read(entry("gateway", "smtp.example"), entry(name, value)))
                .hasMessageContaining("<gatewayPort> is \"65536\"")
                .hasMessageContaining(range);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"timeout", "connectiontimeout", "connectionTimeout", "maxAge", "idleTimeout", "storePatience"})
    void aDurationThatIsNone(String name) {
        for (String value : List.of("soon", "0 sec", "-5 sec", "5 parsecs", "99999 days")) {
            assertFault(name, value, "must be a duration above zero with a unit");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5 minutes",
                "5 minutes - 2 hours",
                "2 hours to 5 minutes",
                "soon to later",
                " to ",
                "1 hour to 2 hours to 3 hours"
            })
    void boundsThatAreNone(String value) {
        assertFault("retry.network", value, "must be");
    }

    @Test
    void aDeferralClassThatDoesNotExist() {
        assertThatThrownBy(() -> read(entry("retry.throttle", "1 hour to 2 hours")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<retry.throttle>")
                .hasMessageContaining("service-throttle, outage, network");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ipv6", "IPv4", "both", "ipv4, ipv6"})
    void anAddressFamilyThatIsNone(String value) {
        assertFault("addressFamily", value, "one of ipv4, ipv4,ipv6, ipv6,ipv4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail.example.org", "300.1.1.1", "127.0.0.1/8", ":"})
    void anAddressToBindThatIsNone(String value) {
        assertFault("bind", value, "must be an IP address of this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one.example,,two.example", ":25", "host:port", "host:0"})
    void aGatewayThatIsNone(String value) {
        assertFault("gateway", value, "gateway");
    }

    @Test
    void aUserWithoutPassword() {
        assertThatThrownBy(() -> read(entry("gateway", "smtp.example"), entry("gatewayUsername", "user")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<gatewayPassword>")
                .hasMessageContaining("together with gatewayUsername");
    }

    @Test
    void anUnknownParameterIsNamedWithTheKnownOnes() {
        assertThatThrownBy(() -> read(entry("maxConnection", "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mailetcontainer.xml, MicrosoftRemoteDelivery")
                .hasMessageContaining("unknown parameter <maxConnection>")
                .hasMessageContaining("maxConnections")
                .hasMessageContaining("beginning with mail., maxAge., retry.");
    }

    @ParameterizedTest
    @CsvSource({"outgoingQueue, <outgoing>", "deliveryThreads, <maxConnections>"})
    void aParameterThatJamesIgnoresHasAHint(String name, String hint) {
        assertThatThrownBy(() -> read(entry(name, "5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown parameter <" + name + ">")
                .hasMessageContaining(hint);
    }
}
