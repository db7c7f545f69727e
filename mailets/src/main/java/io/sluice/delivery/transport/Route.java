package io.sluice.delivery.transport;

import java.net.InetAddress;

/**
 * Where a connection goes and how. Connections with equal routes are interchangeable.
 *
 * @param hostName the MX or gateway host, without a trailing dot: the name in TLS and in replies
 * @param address the address to connect to
 * @param port the port, 1 to 65535
 * @param settings everything else that makes connections differ
 */
public record Route(String hostName, InetAddress address, int port, TransportSettings settings) {
    /** The same route, with STARTTLS where it is offered. */
    public Route withStartTls() {
        return new Route(hostName, address, port, settings.withStartTls());
    }
}
