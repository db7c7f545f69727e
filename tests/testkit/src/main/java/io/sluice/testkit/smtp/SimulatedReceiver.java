package io.sluice.testkit.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An SMTP server on a loopback address that accepts everything unless told otherwise, and remembers what happened.
 *
 * <p>It is told otherwise by rules ({@link #when}) and limits ({@link #limit}), which may be added and removed while it
 * runs. They are asked in the order in which they were added; the first that has an answer gives it.
 *
 * <pre>{@code
 * try (var receiver = SimulatedReceiver.named("mx.example.org").start()) {
 *     receiver.when(Stage.MAIL).first(2).answers("451 4.7.500 Server busy. Please try again later");
 *     ...
 *     receiver.ledger().awaitAccepted(1, Duration.ofSeconds(10));
 * }
 * }</pre>
 *
 * <p>Thread-safe. {@link #close()} ends all sessions and threads.
 */
public final class SimulatedReceiver implements AutoCloseable {

    private static final Duration END_OF_THREADS = Duration.ofSeconds(10);

    private final String host;
    private final InstantSource time;
    private final Ledger ledger;
    private final InetAddress address;
    private final ExecutorService threads;
    private final List<Behaviour> behaviours = new CopyOnWriteArrayList<>();
    private final Map<Long, ReceiverSession> sessions = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private volatile Set<Extension> offered;
    private volatile String greeting;
    private volatile int port;
    private volatile ServerSocket listener;
    private volatile Future<?> accepting;

    SimulatedReceiver(ReceiverSetup setup) {
        this.host = setup.host();
        this.time = setup.time();
        this.ledger = new Ledger(setup.recording());
        this.address = setup.address();
        this.port = setup.port();
        this.offered = Set.copyOf(setup.offered());
        this.greeting = "220 " + host + " ESMTP ready";
        this.threads = Executors.newCachedThreadPool(runnable -> {
            Thread thread = new Thread(runnable, "receiver " + host);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Begins the set-up of a receiver.
     *
     * @param host the name that it gives itself in greeting and EHLO answer.
     */
    public static ReceiverSetup named(String host) {
        return new ReceiverSetup(host);
    }

    /** Returns the name that it gives itself. */
    public String host() {
        return host;
    }

    /** Returns the address that it listens on. */
    public InetAddress address() {
        return address;
    }

    /** Returns the port that it listens on, also while it is down. */
    public int port() {
        return port;
    }

    /** Returns what happened so far. */
    public Ledger ledger() {
        return ledger;
    }

    /** Returns all sessions so far, in the order of their beginning; only running ones under {@link Recording#COUNTS}. */
    public List<SessionRecord> sessions() {
        List<SessionRecord> all = new ArrayList<>(ledger.endedSessions());
        sessions.values().forEach(session -> all.add(session.record()));
        all.sort(Comparator.comparingLong(SessionRecord::number));
        return List.copyOf(all);
    }

    /** Begins a rule for a stage. It is in force once its sentence is finished. */
    public Rule when(Stage stage) {
        return new Rule(stage, behaviours::add);
    }

    /** Adds a limit, such as those in {@link Limits}, after the rules and limits that are there. */
    public <T extends Behaviour> T limit(T limit) {
        behaviours.add(limit);
        return limit;
    }

    /** Takes a rule or limit out of force. */
    public void remove(Behaviour behaviour) {
        behaviours.remove(behaviour);
    }

    /** Takes all rules and limits out of force: everything is accepted again. Stalled sessions stay stalled. */
    public void acceptEverything() {
        behaviours.clear();
    }

    /** Greets with this text, code included, unless a rule or limit answers the connection. */
    public void greets(String text) {
        greeting = text;
    }

    /** Offers an extension to sessions that say EHLO from now on. */
    public synchronized void offer(Extension extension) {
        EnumSet<Extension> changed = EnumSet.of(extension);
        changed.addAll(offered);
        offered = changed;
    }

    /** Offers an extension no more. */
    public synchronized void withhold(Extension extension) {
        EnumSet<Extension> changed = EnumSet.of(extension);
        changed.addAll(offered);
        changed.remove(extension);
        offered = changed;
    }

    /** Breaks all connections, without a word. New ones are welcome. */
    public void dropConnections() {
        sessions.values().forEach(ReceiverSession::cut);
    }

    /** Stops listening and breaks all connections: connecting is refused by the operating system. */
    public synchronized void down() {
        close(listener);
        try {
            // The operating system keeps the port open until the thread has left its call of accept.
            accepting.get(END_OF_THREADS.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The receiver " + host + " does not stop listening", e);
        }
        dropConnections();
    }

    /**
     * Listens (again), on the same port as before.
     *
     * @throws UncheckedIOException when the port can not be bound.
     */
    public synchronized void up() {
        if (listener != null && !listener.isClosed()) {
            return;
        }
        ServerSocket opened = null;
        try {
            opened = new ServerSocket();
            opened.setReuseAddress(true);
            opened.bind(new InetSocketAddress(address, port), 512);
            port = opened.getLocalPort();
            listener = opened;
            ServerSocket opening = opened;
            accepting = threads.submit(() -> acceptOn(opening));
        } catch (IOException e) {
            close(opened);
            throw new UncheckedIOException("Cannot listen on " + address.getHostAddress() + " port " + port, e);
        }
    }

    private void acceptOn(ServerSocket server) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                // Closed by down() or close(); anything else shows as a refused connection in the test.
                close(server);
            }
        }
    }

    private void serve(Socket socket) {
        ReceiverSession session;
        try {
            session = new ReceiverSession(this, socket, numbers.incrementAndGet());
        } catch (IOException e) {
            // The client was gone before its first byte.
            return;
        }
        sessions.put(session.session(), session);
        ledger.connected();
        behaviours.forEach(behaviour -> behaviour.opened(session));
        if (listener.isClosed()) {
            session.cut();
        }
        session.run();
    }

    void finished(ReceiverSession session) {
        behaviours.forEach(behaviour -> behaviour.closed(session));
        sessions.remove(session.session());
        ledger.disconnected(session.record());
    }

    Answer decide(Conversation conversation) {
        for (Behaviour behaviour : behaviours) {
            Optional<Answer> answer = behaviour.answer(conversation);
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        return Answer.accept();
    }

    String greeting() {
        return greeting;
    }

    Set<Extension> offered() {
        return offered;
    }

    Instant now() {
        return time.instant();
    }

    /** Ends all sessions and threads, and frees the port. */
    @Override
    public void close() {
        down();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END_OF_THREADS.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("Sessions of the receiver " + host + " do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(ServerSocket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
