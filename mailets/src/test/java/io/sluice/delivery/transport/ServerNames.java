package io.sluice.delivery.transport;

import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/** Reads the names of the server name indication (RFC 6066) on the receiver's side. */
final class ServerNames {
    private ServerNames() {}

    static Set<String> requested(SSLSocket socket) {
        return ((ExtendedSSLSession) socket.getSession())
                .getRequestedServerNames().stream()
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .collect(Collectors.toSet());
    }
}
