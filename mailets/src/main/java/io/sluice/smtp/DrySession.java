package io.sluice.smtp;

import io.sluice.exchange.Standing;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.apache.james.core.MaybeSender;
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
        SMTPSession session = new SMTPSessionImpl(new NoTransport(client.address()), plain());
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

    /**
     * Nobody may relay, nobody logs in, nothing is limited. A proxy, because the interface has other methods in each release
     * of James.
     */
    private static SMTPConfiguration plain() {
        return (SMTPConfiguration) Proxy.newProxyInstance(
                SMTPConfiguration.class.getClassLoader(),
                new Class<?>[] {SMTPConfiguration.class},
                (proxy, method, arguments) -> nothing(method.getReturnType()));
    }

    private static Object nothing(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        return type == String.class ? "localhost" : null;
    }
}
