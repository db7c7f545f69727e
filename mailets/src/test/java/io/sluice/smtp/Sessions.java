package io.sluice.smtp;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.james.protocols.smtp.SMTPSession;

/** Sessions with an address and attachments, and what is known of the addresses. */
final class Sessions {
    static final String CONFIRMED = "40.107.0.1";
    static final String UNCONFIRMED = "40.107.0.2";
    static final String MISNAMED = "40.107.0.3";
    static final String OUTSIDE = "192.0.2.7";

    private static final Map<InetAddress, Standing> STANDINGS = Map.of(
            InetAddresses.forString(CONFIRMED), Standing.CONFIRMED,
            InetAddresses.forString(UNCONFIRMED), Standing.UNCONFIRMED,
            InetAddresses.forString(MISNAMED), Standing.MISNAMED,
            InetAddresses.forString(OUTSIDE), Standing.OUTSIDE);

    /** Knows the standing of the four addresses. */
    static final ExchangeOnlineClients CLIENTS = new ExchangeOnlineClients() {
        @Override
        public Standing standing(InetAddress address) {
            return STANDINGS.get(address);
        }

        @Override
        public boolean hasAddress(InetAddress address) {
            return standing(address).hasAddress();
        }
    };

    private Sessions() {}

    static SMTPSession from(String client) {
        Map<Object, Object> attachments = new HashMap<>();
        return (SMTPSession) Proxy.newProxyInstance(
                Sessions.class.getClassLoader(),
                new Class<?>[] {SMTPSession.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRemoteAddress" -> new InetSocketAddress(InetAddresses.forString(client), 40000);
                    case "getAttachment" -> Optional.ofNullable(attachments.get(arguments[0]));
                    case "setAttachment" -> Optional.ofNullable(attachments.put(arguments[0], arguments[1]));
                    case "removeAttachment" -> Optional.ofNullable(attachments.remove(arguments[0]));
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
