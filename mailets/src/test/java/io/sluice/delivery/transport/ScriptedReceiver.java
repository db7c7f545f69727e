package io.sluice.delivery.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An SMTP receiver on loopback that accepts everything, except where a test says otherwise: by a reply, or by an action
 * that can do anything to the connection.
 */
final class ScriptedReceiver implements AutoCloseable {
    /** What to do instead of the usual. */
    @FunctionalInterface
    interface Action {
        void on(Peer peer, String line) throws IOException;
    }

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Action> actions = new ConcurrentHashMap<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    private final AtomicInteger farewells = new AtomicInteger();
    private volatile List<String> extensions = List.of("PIPELINING");
    private volatile Action greeting = (peer, line) -> peer.say("220 receiver.test ESMTP");
    private volatile Optional<SSLContext> tlsFromTheFirstByte = Optional.empty();

    ScriptedReceiver() {
        this(InetAddress.getLoopbackAddress());
    }

    ScriptedReceiver(InetAddress address) {
        try {
            server = new ServerSocket(0, 50, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    ScriptedReceiver offering(String... keywords) {
        extensions = List.of(keywords);
        return this;
    }

    ScriptedReceiver greeting(String reply) {
        greeting = (peer, line) -> peer.say(reply);
        return this;
    }

    ScriptedReceiver greeting(Action action) {
        greeting = action;
        return this;
    }

    /** Replies so to commands that begin with {@code prefix}; "." is the end of data. */
    ScriptedReceiver on(String prefix, String reply) {
        return on(prefix, (peer, line) -> peer.say(reply));
    }

    ScriptedReceiver on(String prefix, Action action) {
        actions.put(prefix, action);
        return this;
    }

    ScriptedReceiver tls(SSLContext context) {
        tlsFromTheFirstByte = Optional.of(context);
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    InetAddress address() {
        return server.getInetAddress();
    }

    /** All commands on all connections, in the order of arrival. */
    List<String> commands() {
        return List.copyOf(commands);
    }

    List<String> commands(String prefix) {
        return commands.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    /** The messages as they came, with their line ends and without the added dots. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Connections so far, in their order. */
    List<Peer> peers() {
        return List.copyOf(peers);
    }

    int farewells() {
        return farewells.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Peer peer = new Peer(server.accept());
                peers.add(peer);
                threads.execute(peer::serve);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Peer peer : peers) {
            peer.hangUp();
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The scripted receiver does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection. */
    final class Peer {
        private final int number = peers.size() + 1;
        private final Socket tcp;
        private Socket layer;
        private InputStream in;
        private OutputStream out;
        private volatile boolean ended;
        private volatile Set<String> serverNames = Set.of();

        private Peer(Socket tcp) throws IOException {
            this.tcp = tcp;
            use(tcp);
        }

        private void use(Socket socket) throws IOException {
            layer = socket;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** 1 for the first connection. */
        int number() {
            return number;
        }

        InetAddress clientAddress() {
            return tcp.getInetAddress();
        }

        /** Whether the client closed, or we did. */
        boolean isEnded() {
            return ended;
        }

        /** The names that the client asked for in the handshake. */
        Set<String> serverNames() {
            return serverNames;
        }

        void say(String line) throws IOException {
            sayRaw(line + "\r\n");
        }

        void sayRaw(String bytes) throws IOException {
            out.write(bytes.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void hangUp() throws IOException {
            tcp.close();
        }

        /** Closes so that the other side gets a reset instead of an end. */
        void reset() throws IOException {
            tcp.setSoLinger(true, 0);
            tcp.close();
        }

        /** Says nothing until the client goes away. */
        void keepSilent() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }

        void secure(SSLContext context) throws IOException {
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, null, tcp.getPort(), true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            serverNames = ServerNames.requested(socket);
            use(socket);
        }

        /** Reads to the final dot; empty when the client left before. */
        Optional<String> readMessage() throws IOException {
            StringBuilder message = new StringBuilder();
            for (Optional<String> line = readLine(); line.isPresent(); line = readLine()) {
                if (line.get().equals(".")) {
                    return Optional.of(message.toString());
                }
                message.append(line.get().startsWith(".") ? line.get().substring(1) : line.get())
                        .append("\r\n");
            }
            return Optional.empty();
        }

        private Optional<String> readLine() throws IOException {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    String text = line.toString(StandardCharsets.UTF_8);
                    return Optional.of(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
                }
                line.write(b);
            }
            return Optional.empty();
        }

        private void serve() {
            try {
                if (tlsFromTheFirstByte.isPresent()) {
                    secure(tlsFromTheFirstByte.get());
                }
                greeting.on(this, "");
                for (Optional<String> line = readLine(); line.isPresent() && !tcp.isClosed(); line = readLine()) {
                    commands.add(line.get());
                    answer(line.get());
                }
            } catch (IOException e) {
                ended = true;
            } finally {
                ended = true;
                closeQuietly();
            }
        }

        private void answer(String line) throws IOException {
            Optional<Action> action = action(line);
            if (action.isPresent()) {
                action.get().on(this, line);
            } else if (line.startsWith("EHLO")) {
                sayEhlo();
            } else if (line.equals("DATA")) {
                takeMessage();
            } else if (line.equals("QUIT")) {
                farewells.incrementAndGet();
                say("221 2.0.0 Bye");
                hangUp();
            } else {
                say("250 2.1.0 OK");
            }
        }

        void sayEhlo() throws IOException {
            StringBuilder reply = new StringBuilder("250-receiver.test\r\n");
            extensions.forEach(
                    extension -> reply.append("250-").append(extension).append("\r\n"));
            say(reply + "250 ENHANCEDSTATUSCODES");
        }

        void takeMessage() throws IOException {
            say("354 Go ahead");
            Optional<String> message = readMessage();
            if (message.isEmpty()) {
                return;
            }
            messages.add(message.get());
            Optional<Action> action = action(".");
            if (action.isPresent()) {
                action.get().on(this, ".");
            } else {
                say("250 2.6.0 Queued");
            }
        }

        private Optional<Action> action(String line) {
            return actions.entrySet().stream()
                    .filter(entry -> line.startsWith(entry.getKey()))
                    .map(Map.Entry::getValue)
                    .findFirst();
        }

        private void closeQuietly() {
            try {
                layer.close();
                tcp.close();
            } catch (IOException e) {
                ended = true;
            }
        }
    }
}
