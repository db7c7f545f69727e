package io.sluice.delivery.transport;

import com.sun.mail.util.SocketFetcher;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import javax.mail.Session;
import org.apache.commons.pool2.BaseKeyedPooledObjectFactory;
import org.apache.commons.pool2.PooledObject;
import org.apache.commons.pool2.impl.DefaultPooledObject;

/** Opens, checks and closes connections for the pool. */
final class ConnectionFactory extends BaseKeyedPooledObjectFactory<Route, PooledConnection> {
    private static final Duration QUIT_TIMEOUT = Duration.ofSeconds(2);

    /** For all idle sessions together; those that do not get their turn in time are told QUIT, but hardly waited for. */
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration LEAST_QUIT_TIMEOUT = Duration.ofMillis(20);

    private final InstantSource clock;
    private final ConnectionCounters counters;
    private final Watchdog watchdog = new Watchdog();

    /** A mail session reads files of the class path when it is made; there are few different settings. */
    private final Map<TransportSettings, MailSession> sessions = new ConcurrentHashMap<>();

    /** Routes with connections, and how many. */
    private final Map<Route, Integer> open = new ConcurrentHashMap<>();

    /** In the time of {@link System#nanoTime()}. */
    private volatile OptionalLong shutdownDeadline = OptionalLong.empty();

    ConnectionFactory(InstantSource clock, ConnectionCounters counters) {
        this.clock = clock;
        this.counters = counters;
    }

    /** From now on connections are closed because of the shutdown, and with little patience. */
    void shuttingDown() {
        if (shutdownDeadline.isEmpty()) {
            shutdownDeadline = OptionalLong.of(System.nanoTime() + SHUTDOWN_TIMEOUT.toNanos());
        }
    }

    boolean isShuttingDown() {
        return shutdownDeadline.isPresent();
    }

    @Override
    public PooledConnection create(Route route) throws ConnectFailedException {
        try {
            Dialogue dialogue = connect(route);
            counters.opened();
            open.merge(route, 1, Integer::sum);
            return new PooledConnection(dialogue, route.settings(), clock);
        } catch (ConnectFailedException e) {
            counters.failed();
            throw e;
        }
    }

    private Dialogue connect(Route route) throws ConnectFailedException {
        MailSession session = sessions.computeIfAbsent(route.settings(), MailSession::of);
        RemoteHost remote = new RemoteHost(route.hostName(), route.address().getHostAddress());
        Wire wire = wire(route, session.properties(), remote);
        Dialogue dialogue = new Dialogue(
                session.session(), session.properties(), route.settings().credentials(), remote, wire);
        dialogue.open();
        return dialogue;
    }

    private Wire wire(Route route, MailProperties properties, RemoteHost remote) throws ConnectFailedException {
        Socket tcp = null;
        Wire wire;
        try {
            // By address, so that nothing is looked up again; the name comes in with the wire.
            tcp = SocketFetcher.getSocket(
                    route.address().getHostAddress(),
                    properties.port(route.port()),
                    properties.forConnecting(),
                    properties.prefix(),
                    false);
            wire = new Wire(tcp, route.hostName(), watchdog, properties.writeTimeout());
        } catch (IOException | RuntimeException e) {
            closeQuietly(tcp);
            throw failed(Failures.whileConnecting(e), remote, e);
        }
        if (properties.ssl()) {
            try {
                wire.secure(route.hostName(), properties.values(), properties.prefix(), properties.replyTimeout());
            } catch (IOException | RuntimeException e) {
                wire.close();
                throw failed(Failures.whileSecuring(e, wire.isExpired()), remote, e);
            }
        }
        return wire;
    }

    private static ConnectFailedException failed(NoReply.Kind kind, RemoteHost remote, Exception cause) {
        return new ConnectFailedException(new NoReply(kind, Failures.detail(cause), SmtpStage.CONNECT, remote), cause);
    }

    private static void closeQuietly(Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            // The failure that led here is the one to report.
            return;
        }
    }

    @Override
    public PooledObject<PooledConnection> wrap(PooledConnection connection) {
        return new DefaultPooledObject<>(connection);
    }

    @Override
    public boolean validateObject(Route route, PooledObject<PooledConnection> pooled) {
        PooledConnection connection = pooled.getObject();
        connection.unfit().ifPresent(connection::closeBecause);
        return connection.closing().isEmpty();
    }

    @Override
    public void passivateObject(Route route, PooledObject<PooledConnection> pooled) {
        pooled.getObject().rest();
    }

    @Override
    public void destroyObject(Route route, PooledObject<PooledConnection> pooled) {
        PooledConnection connection = pooled.getObject();
        CloseReason reason = connection
                .closing()
                .orElse(shutdownDeadline.isPresent() ? CloseReason.SHUTDOWN : CloseReason.REQUESTED);
        try {
            if (reason == CloseReason.REMOTE || reason == CloseReason.BROKEN) {
                connection.dialogue().close();
            } else {
                connection.dialogue().quit(patienceWithQuit());
            }
        } finally {
            counters.closed(reason);
            open.computeIfPresent(route, (same, count) -> count == 1 ? null : count - 1);
        }
    }

    private Duration patienceWithQuit() {
        OptionalLong deadline = shutdownDeadline;
        boolean late = deadline.isPresent() && System.nanoTime() - deadline.getAsLong() > 0;
        return late ? LEAST_QUIT_TIMEOUT : QUIT_TIMEOUT;
    }

    /** The routes to a host that have connections now. */
    Iterable<Route> routesTo(String hostName) {
        return open.keySet().stream()
                .filter(route -> route.hostName().equalsIgnoreCase(hostName))
                .toList();
    }

    private record MailSession(Session session, MailProperties properties) {
        static MailSession of(TransportSettings settings) {
            MailProperties properties = MailProperties.of(settings);
            return new MailSession(Session.getInstance(properties.values()), properties);
        }
    }
}
