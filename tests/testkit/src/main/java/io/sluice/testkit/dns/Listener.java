package io.sluice.testkit.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Carries questions and answers over UDP and TCP on one port (RFC 1035 section 4.2). */
final class Listener implements AutoCloseable {

    private static final int PORT_ATTEMPTS = 50;

    private final Answering answering;
    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final ExecutorService threads = Executors.newCachedThreadPool(runnable -> {
        Thread thread = new Thread(runnable, "dns responder");
        thread.setDaemon(true);
        return thread;
    });

    /** Makes an answer. */
    @FunctionalInterface
    interface Answering {

        /**
         * Answers a question.
         *
         * @param question the message as it came.
         * @param stream whether it came over TCP, so that the answer has room.
         * @return the answer, empty for silence.
         */
        byte[] answer(byte[] question, boolean stream);
    }

    private Listener(ServerSocket tcp, DatagramSocket udp, Answering answering) {
        this.tcp = tcp;
        this.udp = udp;
        this.answering = answering;
    }

    /**
     * Binds UDP and TCP to one port. An ephemeral port of one may be taken for the other, so several are tried.
     *
     * @throws UncheckedIOException when they can not be bound.
     */
    static Listener open(InetAddress address, int port, Answering answering) {
        IOException last = new IOException("no attempt");
        for (int attempt = 0; attempt < (port == 0 ? PORT_ATTEMPTS : 1); attempt++) {
            try {
                Listener listener = bind(address, port, answering);
                listener.threads.execute(listener::serveDatagrams);
                listener.threads.execute(listener::acceptStreams);
                return listener;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new UncheckedIOException("Cannot listen on " + address.getHostAddress() + " port " + port, last);
    }

    @SuppressWarnings("resource") // Handed to the listener, or closed here.
    private static Listener bind(InetAddress address, int port, Answering answering) throws IOException {
        ServerSocket tcp = new ServerSocket();
        try {
            tcp.setReuseAddress(true);
            tcp.bind(new InetSocketAddress(address, port));
            return new Listener(tcp, new DatagramSocket(tcp.getLocalPort(), address), answering);
        } catch (IOException e) {
            tcp.close();
            throw e;
        }
    }

    int port() {
        return tcp.getLocalPort();
    }

    private void serveDatagrams() {
        byte[] buffer = new byte[65_535];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer = answering.answer(Arrays.copyOf(buffer, packet.getLength()), false);
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                failUnless(udp.isClosed(), e);
            }
        }
    }

    private void acceptStreams() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                connections.add(socket);
                threads.execute(() -> serveStream(socket));
            } catch (IOException e) {
                failUnless(tcp.isClosed(), e);
            }
        }
    }

    private static void failUnless(boolean closed, IOException e) {
        if (!closed) {
            throw new UncheckedIOException(e);
        }
    }

    private void serveStream(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            while (!tcp.isClosed()) {
                byte[] answer = answering.answer(in.readNBytes(in.readUnsignedShort()), true);
                if (answer.length > 0) {
                    out.writeShort(answer.length);
                    out.write(answer);
                    out.flush();
                }
            }
        } catch (IOException e) {
            // The client has its answers and is gone, or close() was called: either way nobody waits here.
            connections.remove(socket);
        } finally {
            connections.remove(socket);
        }
    }

    /** Closes the port and ends all threads. */
    @Override
    public void close() {
        try {
            udp.close();
            tcp.close();
            for (Socket connection : connections) {
                connection.close();
            }
            threads.shutdownNow();
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The DNS responder does not stop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
