package io.sluice.testkit.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A network between a client and a PostgreSQL server that can swallow everything, or break at the worst moment. */
public final class UnreliableNetwork implements AutoCloseable {
    private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listener;
    private final int target;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "unreliable network");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger breaksAfterCommit = new AtomicInteger();
    private final AtomicInteger breaksBeforeCommit = new AtomicInteger();
    private boolean stalled; // guarded by this
    private volatile boolean closed;

    private UnreliableNetwork(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** A network that leads to that port of this machine, and is reliable at first. */
    public static UnreliableNetwork to(int port) {
        try {
            UnreliableNetwork network =
                    new UnreliableNetwork(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
            network.threads.execute(network::accept);
            return network;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URL of the same database over this network. */
    public String urlOf(String url) {
        return url.replace(":" + target + "/", ":" + listener.getLocalPort() + "/");
    }

    /** Nothing gets through any more, on connections that are open and on new ones; none is closed. */
    public synchronized void stall() {
        stalled = true;
    }

    /** What was swallowed goes on its way. */
    public synchronized void resume() {
        stalled = false;
        notifyAll();
    }

    /** Breaks the connections of the next commits after the server has got them, before it can answer. */
    public void breakAfterCommits(int commits) {
        breaksAfterCommit.set(commits);
    }

    /** Breaks the connections of the next commits before the server gets them. */
    public void breakBeforeCommits(int commits) {
        breaksBeforeCommit.set(commits);
    }

    /** How many of the breaks that were asked for are still to come. */
    public int breaksToCome() {
        return breaksAfterCommit.get() + breaksBeforeCommit.get();
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(client, server));
                threads.execute(() -> carry(client, server, true));
                threads.execute(() -> carry(server, client, false));
            } catch (IOException e) {
                // Closed, or the server is down: the client sees that its connection does not come about.
            }
        }
    }

    private void carry(Socket from, Socket to, boolean toServer) {
        byte[] buffer = new byte[65_536];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                awaitPassage();
                boolean commits = toServer && contains(buffer, length);
                if (commits && take(breaksBeforeCommit)) {
                    return;
                }
                boolean last = commits && take(breaksAfterCommit);
                if (last) {
                    // The answer must not get through: nobody reads it any more.
                    from.close();
                }
                out.write(buffer, 0, length);
                out.flush();
                if (last) {
                    // The server reads what it was sent before it sees the end.
                    to.shutdownOutput();
                    while (to.getInputStream().read(buffer) >= 0) {
                        // Swallowed.
                    }
                    return;
                }
            }
        } catch (IOException e) {
            // One side is gone; the other is closed with it.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static boolean take(AtomicInteger number) {
        return number.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private synchronized void awaitPassage() throws IOException {
        try {
            while (stalled && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static boolean contains(byte[] buffer, int length) {
        for (int begin = 0; begin + COMMIT.length <= length; begin++) {
            int same = 0;
            while (same < COMMIT.length && buffer[begin + same] == COMMIT[same]) {
                same++;
            }
            if (same == COMMIT.length) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        resume();
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
