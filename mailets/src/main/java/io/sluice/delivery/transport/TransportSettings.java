package io.sluice.delivery.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How to connect.
 *
 * @param bind local address; empty for the system's choice
 * @param heloName name in EHLO
 * @param startTls use STARTTLS where it is offered
 * @param ssl TLS from the first byte (smtps)
 * @param verifyServerIdentity match the certificate against the host name
 * @param credentials for AUTH; empty for none
 * @param connectTimeout for the TCP connection
 * @param timeout for each reply
 * @param maxMessagesPerConnection after so many messages a connection is closed, positive
 * @param idleTimeout a connection unused for so long is closed
 * @param extraProperties {@code mail.*} properties that override all of the above
 */
public record TransportSettings(
        Optional<InetAddress> bind,
        String heloName,
        boolean startTls,
        boolean ssl,
        boolean verifyServerIdentity,
        Optional<Credentials> credentials,
        Duration connectTimeout,
        Duration timeout,
        int maxMessagesPerConnection,
        Duration idleTimeout,
        Map<String, String> extraProperties) {
    /** User name and password for AUTH. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return user + ":***";
        }
    }

    public TransportSettings {
        extraProperties = Map.copyOf(extraProperties);
    }

    /** The same settings, with STARTTLS where it is offered. */
    public TransportSettings withStartTls() {
        return new TransportSettings(
                bind,
                heloName,
                true,
                ssl,
                verifyServerIdentity,
                credentials,
                connectTimeout,
                timeout,
                maxMessagesPerConnection,
                idleTimeout,
                extraProperties);
    }
}
