package io.sluice.simulation.sender;

import io.sluice.simulation.Nanos;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Connections that are kept open for the next mail to the same host, as Sluice's are: for ten seconds, and closed to make
 * room for one to another host.
 */
final class ConnectionPool {
    private static final long IDLE_TIMEOUT = 10 * Nanos.SECOND;

    /** A connection to a host, with the messages that it carried. */
    static final class Connection {
        private final int host;
        private int messages;
        private long idleSince;

        private Connection(int host) {
            this.host = host;
        }
    }

    private final Deque<Connection> idle = new ArrayDeque<>();
    private int open;

    /** An idle connection to that host; null if there is none. */
    Connection reuse(int host, long now) {
        expire(now);
        for (Connection connection : idle) {
            if (connection.host == host) {
                idle.removeLastOccurrence(connection);
                return connection;
            }
        }
        return null;
    }

    /** A new connection, of at most so many: there is room, as there are never more transactions than connections. */
    Connection open(int host, int most) {
        keepTo(most - 1);
        open++;
        return new Connection(host);
    }

    /** Closes idle connections until so many are open, in use and idle together. */
    void keepTo(int most) {
        while (open > most && !idle.isEmpty()) {
            idle.removeFirst();
            open--;
        }
    }

    /** The connection has carried a message. */
    void giveBack(Connection connection, boolean usable, int mostMessages, long now) {
        connection.messages++;
        if (!usable || connection.messages >= mostMessages) {
            open--;
        } else {
            connection.idleSince = now;
            idle.addLast(connection);
        }
    }

    int idle(long now) {
        expire(now);
        return idle.size();
    }

    private void expire(long now) {
        while (!idle.isEmpty() && now - idle.peekFirst().idleSince >= IDLE_TIMEOUT) {
            idle.removeFirst();
            open--;
        }
    }
}
