package io.sluice.reach;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Says to each client what a test tells it to, on a free port of 127.0.0.1. */
final class RawServer implements AutoCloseable {
    private final ServerSocket listening;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is said to a client. */
    interface Script {
        void talk(Wire wire) throws IOException, InterruptedException;
    }

    /** The connection to a client. */
    record Wire(InputStream in, OutputStream out, CountDownLatch closed) {
        void say(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        /** One line of the client. */
        void hear() throws IOException {
            int next = in.read();
            while (next >= 0 && next != '\n') {
                next = in.read();
            }
        }

        /** Until the test is over. */
        void keepSilent() throws InterruptedException {
            closed.await();
        }
    }

    private RawServer(ServerSocket listening) {
        this.listening = listening;
    }

    static RawServer saying(Script script) {
        try {
            RawServer server = new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread thread = new Thread(() -> server.serve(script), "raw-server");
            thread.setDaemon(true);
            thread.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void serve(Script script) {
        while (!listening.isClosed()) {
            try (Socket client = listening.accept()) {
                clients.add(client);
                script.talk(new Wire(client.getInputStream(), client.getOutputStream(), closed));
            } catch (IOException e) {
                // The client has gone, or the test is over.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listening.getLocalPort());
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            listening.close();
            for (Socket client : clients) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
