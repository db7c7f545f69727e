package io.sluice.smtp;

import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/** What a session's client is, asked once in a session; behind a proxy (PROXY protocol) again when the address is known. */
final class ClientStanding {
    private static final AttachmentKey<Known> KNOWN = AttachmentKey.of("SLUICE_CLIENT_STANDING", Known.class);

    private record Known(InetAddress client, Standing standing, boolean presumed) {}

    private ClientStanding() {}

    /** Has the client taken for that, without asking. */
    static void presume(SMTPSession session, InetAddress client, Standing standing) {
        session.setAttachment(KNOWN, new Known(client, standing, true), State.Connection);
    }

    /** Whether the session is a dry run, which is not to be counted. */
    static boolean isPresumed(SMTPSession session) {
        return session.getAttachment(KNOWN, State.Connection)
                .filter(Known::presumed)
                .isPresent();
    }

    /** May block while the DNS is asked. A DNS that did not answer is asked again. */
    static Standing of(SMTPSession session, ExchangeOnlineClients clients) {
        InetAddress client = session.getRemoteAddress().getAddress();
        if (client == null) {
            return Standing.OUTSIDE;
        }
        Optional<Known> known = session.getAttachment(KNOWN, State.Connection)
                .filter(before -> before.client.equals(client) && before.standing != Standing.UNCONFIRMED);
        if (known.isPresent()) {
            return known.get().standing;
        }
        Standing standing = clients.standing(client);
        session.setAttachment(KNOWN, new Known(client, standing, false), State.Connection);
        return standing;
    }
}
