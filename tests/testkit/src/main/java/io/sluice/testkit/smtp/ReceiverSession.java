package io.sluice.testkit.smtp;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;

/** One SMTP session. Runs in a thread of its own; {@link #record()} and {@link #cut()} may be called from any. */
final class ReceiverSession implements Runnable, Conversation {

    private static final String OUT_OF_SEQUENCE = "503 5.5.2 Bad sequence of commands";

    private final SimulatedReceiver receiver;
    private final Wire wire;
    private final Replier replier;
    private final long number;
    private final String peer;
    private final String local;
    private final Instant openedAt;
    private volatile String heloName = "";
    private volatile boolean tls;
    private final AtomicInteger transactions = new AtomicInteger();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean quit;
    private volatile boolean over;
    private Transaction transaction;
    private Stage stage = Stage.CONNECT;
    private String argument = "";
    private String recipient = "";

    ReceiverSession(SimulatedReceiver receiver, Socket socket, long number) throws IOException {
        this.receiver = receiver;
        this.wire = new Wire(socket);
        this.replier = new Replier(receiver, socket, wire, this);
        this.number = number;
        this.peer = socket.getInetAddress().getHostAddress();
        this.local = socket.getLocalAddress().getHostAddress();
        this.openedAt = receiver.now();
    }

    @Override
    public void run() {
        try {
            answer(Stage.CONNECT, "", receiver.greeting() + "\r\n", () -> {});
            String line = wire.readLine();
            while (line != null && !over) {
                command(line);
                line = over ? null : wire.readLine();
            }
            wire.flush();
        } catch (IOException e) {
            // The connection broke, by script or by the client; finish() records that it is over.
            over = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    /** Counts the session as ended before the client can see its end, so that limits have room for the next one. */
    private void finish() {
        over = true;
        receiver.finished(this);
        replier.close();
    }

    private void command(String line) throws IOException, InterruptedException {
        int space = line.indexOf(' ');
        String verb = (space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT);
        String rest = space < 0 ? "" : line.substring(space + 1);
        switch (verb) {
            case "EHLO" -> hello(rest, ehloReply());
            case "HELO" -> hello(rest, "250 " + receiver.host() + "\r\n");
            case "STARTTLS" -> startTls();
            case "AUTH" -> authenticate(rest);
            case "MAIL" -> mail(rest);
            case "RCPT" -> rcpt(rest);
            case "DATA" -> data();
            case "RSET" -> answer(Stage.RSET, rest, "250 2.0.0 Resetting\r\n", () -> transaction = null);
            case "NOOP" -> answer(Stage.NOOP, rest, "250 2.0.0 OK\r\n", () -> {});
            case "QUIT" -> {
                quit = true;
                answer(Stage.QUIT, rest, "221 2.0.0 Service closing transmission channel\r\n", () -> {});
                over = true;
            }
            default -> wire.write("500 5.3.3 Unrecognized command\r\n");
        }
    }

    private String ehloReply() {
        StringBuilder reply = new StringBuilder("250-" + receiver.host() + " Hello [" + peer + "]");
        for (Extension extension : receiver.offered()) {
            if (extension != Extension.STARTTLS || !tls) {
                reply.append("\r\n250-").append(extension.keyword());
            }
        }
        reply.append("\r\n");
        reply.setCharAt(reply.lastIndexOf("250-") + 3, ' ');
        return reply.toString();
    }

    private void hello(String name, String reply) throws IOException, InterruptedException {
        heloName = name;
        answer(Stage.EHLO, name, reply, () -> transaction = null);
    }

    private void startTls() throws IOException, InterruptedException {
        if (tls || !receiver.offered().contains(Extension.STARTTLS)) {
            wire.write(OUT_OF_SEQUENCE + "\r\n");
        } else if (answer(Stage.STARTTLS, "", "220 2.0.0 SMTP server ready\r\n", () -> transaction = null)) {
            wire.encrypt();
            tls = true;
            heloName = "";
        }
    }

    private void authenticate(String mechanism) throws IOException, InterruptedException {
        if (mechanism.equalsIgnoreCase("LOGIN")) {
            prompt("334 VXNlcm5hbWU6");
            prompt("334 UGFzc3dvcmQ6");
        } else if (mechanism.equalsIgnoreCase("PLAIN")) {
            prompt("334 ");
        }
        answer(Stage.AUTH, mechanism, "235 2.7.0 Authentication successful\r\n", () -> {});
    }

    private void prompt(String challenge) throws IOException {
        wire.write(challenge + "\r\n");
        if (wire.readLine() == null) {
            over = true;
        }
    }

    private void mail(String rest) throws IOException, InterruptedException {
        String path = Transaction.path(rest);
        if (heloName.isEmpty() || transaction != null) {
            refuse(Stage.MAIL, OUT_OF_SEQUENCE);
        } else if (path == null) {
            refuse(Stage.MAIL, "501 5.1.7 Invalid address");
        } else {
            transaction = new Transaction(path);
            boolean taken = answer(Stage.MAIL, rest, "250 2.1.0 Sender OK\r\n", () -> {
                transactions.incrementAndGet();
                receiver.ledger().begun();
            });
            if (!taken) {
                transaction = null;
            }
        }
    }

    private void rcpt(String rest) throws IOException, InterruptedException {
        String path = Transaction.path(rest);
        if (transaction == null) {
            refuse(Stage.RCPT, OUT_OF_SEQUENCE);
        } else if (path == null || path.isEmpty()) {
            refuse(Stage.RCPT, "501 5.1.3 Invalid address");
        } else {
            recipient = path;
            answer(Stage.RCPT, rest, "250 2.1.5 Recipient OK\r\n", () -> transaction.add(path));
            recipient = "";
        }
    }

    private void data() throws IOException, InterruptedException {
        if (transaction == null || transaction.recipients().isEmpty()) {
            refuse(Stage.DATA, OUT_OF_SEQUENCE);
        } else if (answer(Stage.DATA, "", "354 Start mail input; end with <CRLF>.<CRLF>\r\n", () -> {})) {
            if (wire.readMessage()) {
                String reply = "250 2.6.0 <" + number + "." + transactions + "@" + receiver.host()
                        + "> Queued mail for delivery\r\n";
                answer(Stage.END_OF_DATA, "", reply, this::accept);
            } else {
                over = true;
            }
            transaction = null;
        }
    }

    private void accept() {
        accepted.incrementAndGet();
        receiver.ledger().accept(transaction.recipients().size(), wire.messageLength(), acceptedMail());
    }

    private Optional<AcceptedMail> acceptedMail() {
        Recording recording = receiver.ledger().recording();
        if (recording == Recording.COUNTS) {
            return Optional.empty();
        }
        byte[] message = wire.message();
        int length = wire.messageLength();
        CRC32C checksum = new CRC32C();
        checksum.update(message, 0, length);
        int kept = recording == Recording.MESSAGES ? length : Headers.length(message, length);
        return Optional.of(new AcceptedMail(
                transaction.sender(),
                transaction.recipients(),
                new String(message, 0, kept, StandardCharsets.ISO_8859_1),
                length,
                checksum.getValue(),
                number,
                peer,
                tls,
                receiver.now()));
    }

    private boolean answer(Stage at, String with, String usual, Runnable onAccept)
            throws IOException, InterruptedException {
        stage = at;
        argument = with;
        return replier.answer(usual, onAccept);
    }

    private void refuse(Stage at, String reply) throws IOException {
        stage = at;
        replier.refuse(reply);
    }

    /** Breaks the connection from another thread. */
    void cut() {
        over = true;
        replier.cut();
    }

    SessionRecord record() {
        return new SessionRecord(
                number, peer, heloName, tls, transactions.get(), accepted.get(), quit, !over, openedAt);
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public long session() {
        return number;
    }

    @Override
    public String peer() {
        return peer;
    }

    @Override
    public String local() {
        return local;
    }

    @Override
    public String heloName() {
        return heloName;
    }

    @Override
    public boolean tls() {
        return tls;
    }

    @Override
    public int transactions() {
        return transactions.get();
    }

    @Override
    public String sender() {
        return transaction == null ? "" : transaction.sender();
    }

    @Override
    public List<String> recipients() {
        return transaction == null ? List.of() : List.copyOf(transaction.recipients());
    }

    @Override
    public String recipient() {
        return recipient;
    }

    @Override
    public String argument() {
        return argument;
    }

    @Override
    public Optional<String> header(String name) {
        return stage == Stage.END_OF_DATA ? Headers.find(wire.message(), wire.messageLength(), name) : Optional.empty();
    }
}
