package io.sluice.reach;

import io.sluice.reach.BoundedReplies.ClosedException;
import io.sluice.reach.BoundedReplies.NotSmtpException;
import io.sluice.reach.BoundedReplies.Reply;
import io.sluice.reach.Conversation.Kind;
import io.sluice.reach.Conversation.Stage;
import io.sluice.reach.Conversation.Tls;
import io.sluice.reach.Conversation.Trouble;
import io.sluice.reply.PrintableLine;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Talks to a mail exchanger as far as TLS: connection, greeting, EHLO, STARTTLS, handshake, QUIT. No mail is sent. A
 * conversation ends when its time is over, however slowly the other side sends, and what is read is bounded. Safe for
 * several threads.
 */
final class SmtpProbe {
    private static final int LONGEST_WORDS = 300;

    private final InstantSource clock;
    private final SSLContext tls;

    SmtpProbe(InstantSource clock) {
        this.clock = clock;
        try {
            this.tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {new AnyCertificate()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has no TLS", e);
        }
    }

    /** Blocks no longer than the patience. */
    Conversation talk(String host, InetSocketAddress address, Duration patience) {
        AtomicBoolean late = new AtomicBoolean();
        try (Socket socket = new Socket()) {
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    () -> {
                        late.set(true);
                        close(socket);
                    },
                    CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS));
            Course course = new Course(host, address, socket, late);
            course.run();
            end.cancel(false);
            return course.conversation();
        } catch (IOException e) {
            throw new IllegalStateException("A socket could not be closed", e);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }

    /** One conversation as it goes on. */
    private final class Course {
        private final String host;
        private final InetSocketAddress address;
        private final Socket socket;
        private final AtomicBoolean late;
        private Stage stage = Stage.CONNECT;
        private Optional<Duration> connected = Optional.empty();
        private Optional<Duration> greeted = Optional.empty();
        private String greeting = "";
        private boolean offersTls;
        private Optional<Tls> encrypted = Optional.empty();
        private Optional<Trouble> trouble = Optional.empty();

        Course(String host, InetSocketAddress address, Socket socket, AtomicBoolean late) {
            this.host = host;
            this.address = address;
            this.socket = socket;
            this.late = late;
        }

        Conversation conversation() {
            return new Conversation(host, address, connected, greeted, greeting, offersTls, encrypted, trouble);
        }

        void run() {
            try {
                connect();
                BoundedReplies replies = new BoundedReplies(socket.getInputStream());
                if (greet(replies) && hello(replies) && offersTls && startTls(replies)) {
                    encrypt();
                }
            } catch (IOException e) {
                trouble = Optional.of(trouble(e));
            }
        }

        private void connect() throws IOException {
            Instant begin = clock.instant();
            socket.connect(address);
            connected = Optional.of(Duration.between(begin, clock.instant()));
        }

        private boolean greet(BoundedReplies replies) throws IOException {
            stage = Stage.GREETING;
            Instant begin = clock.instant();
            Reply reply = replies.read();
            greeted = Optional.of(Duration.between(begin, clock.instant()));
            greeting = reply.words();
            return goesOn(reply);
        }

        private boolean hello(BoundedReplies replies) throws IOException {
            stage = Stage.EHLO;
            send("EHLO " + literal(socket.getLocalAddress()));
            Reply reply = replies.read();
            offersTls = reply.isPositive()
                    && reply.lines().stream()
                            .anyMatch(line -> line.toUpperCase(Locale.ROOT).equals("STARTTLS"));
            return goesOn(reply);
        }

        private boolean startTls(BoundedReplies replies) throws IOException {
            stage = Stage.STARTTLS;
            send("STARTTLS");
            return goesOn(replies.read());
        }

        private void encrypt() throws IOException {
            stage = Stage.HANDSHAKE;
            SSLSocket secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, host, address.getPort(), true);
            secured.startHandshake();
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate each : secured.getSession().getPeerCertificates()) {
                if (each instanceof X509Certificate certificate) {
                    chain.add(certificate);
                }
            }
            encrypted = Optional.of(new Tls(secured.getSession().getProtocol(), List.copyOf(chain)));
            secured.getOutputStream().write(line("QUIT"));
        }

        private boolean goesOn(Reply reply) {
            if (!reply.isPositive()) {
                trouble = Optional.of(new Trouble(stage, Kind.ANSWER, reply.words()));
            }
            return reply.isPositive();
        }

        private void send(String command) throws IOException {
            socket.getOutputStream().write(line(command));
        }

        private Trouble trouble(IOException failure) {
            return new Trouble(stage, kind(failure), PrintableLine.of(String.valueOf(failure), LONGEST_WORDS));
        }

        private Kind kind(IOException failure) {
            if (late.get() || failure instanceof InterruptedIOException) {
                return Kind.TIMEOUT;
            }
            if (failure instanceof NotSmtpException) {
                return Kind.NOT_SMTP;
            }
            if (failure instanceof NoRouteToHostException || isWithoutRoute(failure)) {
                return Kind.NO_ROUTE;
            }
            if (failure instanceof ConnectException) {
                return Kind.REFUSED;
            }
            if (failure instanceof ClosedException) {
                return Kind.CLOSED;
            }
            return failure instanceof SSLException || stage == Stage.HANDSHAKE ? Kind.TLS : Kind.CLOSED;
        }

        private boolean isWithoutRoute(IOException failure) {
            String message = String.valueOf(failure.getMessage());
            return stage == Stage.CONNECT
                    && (message.contains("unreachable") || message.contains("Cannot assign requested address"));
        }
    }

    private static byte[] line(String command) {
        return (command + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    /** RFC 5321 section 4.1.3: who has no name says its address. */
    private static String literal(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return "[" + (address instanceof Inet6Address ? "IPv6:" : "") + plain + "]";
    }
}
