package io.sluice.smtp;

import io.sluice.exchange.Standing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.OidcSASLConfiguration;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolTransport;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPConfiguration;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.SMTPSessionImpl;

/** A session without a connection, of a client that is made up. */
final class DrySession {
    private static final int CLIENT_PORT = 40_000;
    private static final int SMTP = 25;

    private DrySession() {}

    /** Behind EHLO and MAIL. The client counts as a confirmed server of Exchange Online. */
    static SMTPSession of(DryClient client, MaybeSender sender) {
        SMTPSession session = new SMTPSessionImpl(new NoTransport(client.address()), new Plain());
        session.setAttachment(SMTPSession.CURRENT_HELO_MODE, "EHLO", ProtocolSession.State.Connection);
        session.setAttachment(SMTPSession.CURRENT_HELO_NAME, client.helo(), ProtocolSession.State.Connection);
        session.setAttachment(SMTPSession.SENDER, sender, ProtocolSession.State.Transaction);
        session.setAttachment(SMTPSession.RCPT_LIST, new ArrayList<>(), ProtocolSession.State.Transaction);
        ClientStanding.presume(session, client.address(), Standing.CONFIRMED);
        return session;
    }

    private record NoTransport(InetAddress client) implements ProtocolTransport {
        @Override
        public InetSocketAddress getRemoteAddress() {
            return new InetSocketAddress(client, CLIENT_PORT);
        }

        @Override
        public InetSocketAddress getLocalAddress() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), SMTP);
        }

        @Override
        public String getId() {
            return "dry-run";
        }

        @Override
        public boolean isTLSStarted() {
            return false;
        }

        @Override
        public boolean isStartTLSSupported() {
            return false;
        }

        @Override
        public Optional<SSLSession> getSSLSession() {
            return Optional.empty();
        }

        @Override
        public boolean isProxyRequired() {
            return false;
        }

        @Override
        public void writeResponse(Response response, ProtocolSession session) {}

        @Override
        public void popLineHandler() {}

        @Override
        public void pushLineHandler(LineHandler<? extends ProtocolSession> handler, ProtocolSession session) {}

        @Override
        public void setReadable(boolean readable) {}

        @Override
        public boolean isReadable() {
            return true;
        }
    }

    /** Nobody may relay, nobody logs in. */
    private record Plain() implements SMTPConfiguration {
        @Override
        public String getHelloName() {
            return "localhost";
        }

        @Override
        public String getGreeting() {
            return "ESMTP";
        }

        @Override
        public String getSoftwareName() {
            return "James";
        }

        @Override
        public long getMaxMessageSize() {
            return 0;
        }

        @Override
        public boolean isRelayingAllowed(String client) {
            return false;
        }

        @Override
        public boolean isAuthAnnounced(String client, boolean encrypted) {
            return false;
        }

        @Override
        public boolean useHeloEhloEnforcement() {
            return true;
        }

        @Override
        public boolean useAddressBracketsEnforcement() {
            return true;
        }

        @Override
        public boolean isPlainAuthEnabled() {
            return false;
        }

        @Override
        public Optional<OidcSASLConfiguration> saslConfiguration() {
            return Optional.empty();
        }
    }
}
