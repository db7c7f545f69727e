package io.sluice.delivery.transport;

import com.sun.mail.smtp.SMTPOutputStream;
import com.sun.mail.smtp.SMTPTransport;
import io.sluice.delivery.transport.TransportSettings.Credentials;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.URLName;

/**
 * The mail library's SMTP client, driven command by command, so that each reply is kept with its stage. The library's
 * own way of sending loses replies, and asks NOOP before each message.
 *
 * <p>A command never throws: what the receiver answered, or failed to answer, is the result. After a {@link NoReply} or a
 * 421 the connection is closed.
 */
final class Dialogue extends SMTPTransport {
    private static final int SERVICE_CLOSING = 421;
    private static final int COMPLETED = 2;
    private static final int INTERMEDIATE = 3;
    private static final int TRANSFER_BUFFER = 32 * 1024;

    /** How long to look for the reason after the receiver stopped reading the message. */
    private static final Duration PATIENCE_AFTER_FAILED_WRITE = Duration.ofSeconds(2);

    private final Wire wire;
    private final MailProperties properties;
    private final Optional<Credentials> credentials;
    private final RemoteHost remote;
    private Duration replyTimeout;
    private SmtpStage stage = SmtpStage.CONNECT;
    private Reply last;

    Dialogue(
            Session session,
            MailProperties properties,
            Optional<Credentials> credentials,
            RemoteHost remote,
            Wire wire) {
        // No host in the name: the library would look it up when authentication fails.
        super(
                session,
                new URLName(properties.protocol(), null, -1, null, null, null),
                properties.protocol(),
                properties.ssl());
        this.wire = wire;
        this.properties = properties;
        this.credentials = credentials;
        this.remote = remote;
        this.replyTimeout = properties.replyTimeout();
        this.last = new NoReply(NoReply.Kind.CONNECTION_RESET, "Nothing was read", SmtpStage.CONNECT, remote);
    }

    RemoteHost remote() {
        return remote;
    }

    /** Greeting, EHLO, STARTTLS and AUTH, as the properties say. */
    synchronized void open() throws ConnectFailedException {
        try {
            connect(wire);
        } catch (MessagingException | RuntimeException e) {
            wire.close();
            throw new ConnectFailedException(reasonOf(e), e);
        }
    }

    /** Sends a command of a transaction, which is answered with 2yz or a refusal. */
    Reply ask(SmtpStage next, String command) {
        return ask(next, command, COMPLETED);
    }

    /** Sends DATA, which is answered with 3yz or a refusal. */
    Reply askForData() {
        return ask(SmtpStage.DATA, "DATA", INTERMEDIATE);
    }

    private synchronized Reply ask(SmtpStage next, String command, int wanted) {
        stage = next;
        try {
            if (wire.replies().hasPending()) {
                return unsolicited();
            }
            // Bytes, because the library's own encoding of strings is ASCII (SMTPUTF8: RFC 6531 section 3.3).
            simpleCommand(command.getBytes(StandardCharsets.UTF_8));
            return judged(wanted);
        } catch (MessagingException | IOException e) {
            return broken(e);
        }
    }

    /** The same for a command that carries no mail, with less patience. */
    synchronized Reply askInPassing(String command, Duration limit) {
        Duration usual = replyTimeout;
        replyTimeout = limit;
        try {
            return ask(SmtpStage.OTHER, command);
        } finally {
            replyTimeout = usual;
        }
    }

    /**
     * Sends the message and the end of data. Without a reply, the stage tells whether the receiver may have got all of it
     * ({@link SmtpStage#END_OF_DATA}) or certainly has not ({@link SmtpStage#DATA}).
     *
     * @param size how many bytes the body must have at least
     * @throws BodyUnavailableException when the body cannot be read to its end; the connection is then dropped
     */
    synchronized Reply transmit(InputStream body, long size) {
        stage = SmtpStage.DATA;
        try {
            copy(body, size);
            if (wire.replies().hasPending()) {
                return unsolicited();
            }
        } catch (IOException e) {
            return afterFailedWrite(e);
        }
        return ask(SmtpStage.END_OF_DATA, ".", COMPLETED);
    }

    private void copy(InputStream body, long size) throws IOException {
        OutputStream buffered = new BufferedOutputStream(wire.getOutputStream(), TRANSFER_BUFFER);
        // Dots and line ends are this stream's work; its flush does nothing.
        SMTPOutputStream out = new SMTPOutputStream(buffered);
        byte[] chunk = new byte[TRANSFER_BUFFER];
        long total = 0;
        for (int count = read(body, chunk); count >= 0; count = read(body, chunk)) {
            out.write(chunk, 0, count);
            total += count;
        }
        if (total < size) {
            wire.close();
            throw new BodyUnavailableException("The message ends after " + total + " of " + size + " bytes");
        }
        out.ensureAtBOL();
        buffered.flush();
    }

    private int read(InputStream body, byte[] chunk) {
        try {
            return body.read(chunk);
        } catch (IOException | RuntimeException e) {
            wire.close();
            throw new BodyUnavailableException("The message cannot be read", e);
        }
    }

    /** A receiver that has had enough may say why before it closes. */
    private Reply afterFailedWrite(IOException failure) {
        if (!wire.isExpired() && !wire.isClosed()) {
            replyTimeout = PATIENCE_AFTER_FAILED_WRITE;
            try {
                readServerResponse();
                if (last instanceof SmtpReply reply && isRefusal(reply)) {
                    wire.close();
                    return reply;
                }
            } catch (MessagingException e) {
                failure.addSuppressed(e);
            }
        }
        return broken(failure);
    }

    /** A reply to nothing: a farewell is taken as the answer, anything else means that we no longer talk in turn. */
    private Reply unsolicited() {
        try {
            readServerResponse();
            Reply reply = judged(0);
            wire.close();
            return reply;
        } catch (MessagingException e) {
            return broken(e);
        }
    }

    private Reply judged(int wanted) {
        if (!(last instanceof SmtpReply reply)) {
            wire.close();
            return last;
        }
        if (reply.code() / 100 != wanted && !isRefusal(reply)) {
            wire.close();
            return noReply(NoReply.Kind.GARBAGE, "Unexpected reply: " + reply.text());
        }
        if (reply.code() == SERVICE_CLOSING) {
            wire.close();
        }
        return reply;
    }

    private Reply broken(Exception failure) {
        Reply reply = failed(failure);
        wire.close();
        return reply;
    }

    /** Whether further commands make sense. */
    boolean isOpen() {
        return !wire.isClosed();
    }

    boolean isQuiet() {
        return wire.isQuiet();
    }

    /** Says QUIT and closes; waits for the answer no longer than the limit. */
    void quit(Duration limit) {
        if (isOpen()) {
            askInPassing("QUIT", limit);
        }
        if (isOpen()) {
            wire.closeGently(limit);
        }
    }

    /** Drops the connection at once; also what the library calls when it reads garbage. */
    @Override
    public synchronized void close() {
        wire.close();
    }

    @Override
    protected synchronized boolean protocolConnect(String host, int port, String user, String password)
            throws MessagingException {
        return super.protocolConnect(
                host,
                port,
                credentials.map(Credentials::user).orElse(null),
                credentials.map(Credentials::password).orElse(null));
    }

    @Override
    protected boolean ehlo(String domain) throws MessagingException {
        boolean first = stage == SmtpStage.CONNECT;
        stage = SmtpStage.EHLO;
        boolean accepted = super.ehlo(domain);
        if (!accepted && !(first && isUnknownCommand(last))) {
            throw new MessagingException("EHLO was refused");
        }
        return accepted;
    }

    @Override
    protected void helo(String domain) throws MessagingException {
        stage = SmtpStage.EHLO;
        super.helo(domain);
    }

    @Override
    protected void startTLS() throws MessagingException {
        if (wire.isSecured()) {
            throw new MessagingException("TLS is on already");
        }
        stage = SmtpStage.STARTTLS;
        issueCommand("STARTTLS", 220);
        try {
            wire.secure(remote.name(), properties.values(), properties.prefix(), replyTimeout);
        } catch (IOException e) {
            last = noReply(Failures.whileSecuring(e, wire.isExpired()), Failures.detail(e));
            throw new MessagingException("TLS failed", e);
        }
    }

    @Override
    protected void sendCommand(String command) throws MessagingException {
        if (command.startsWith("AUTH ")) {
            stage = SmtpStage.AUTH;
        }
        super.sendCommand(command);
    }

    @Override
    protected int readServerResponse() throws MessagingException {
        wire.replies().beginReply();
        Watchdog.Deadline deadline = wire.within(replyTimeout);
        try {
            int code = super.readServerResponse();
            last = understood(code);
            return code;
        } catch (MessagingException e) {
            last = failed(e);
            throw e;
        } finally {
            deadline.met();
        }
    }

    private Reply understood(int code) {
        String raw = getLastServerResponse();
        if (code > 0) {
            try {
                return SmtpReply.of(raw, stage, remote);
            } catch (IllegalArgumentException e) {
                return noReply(NoReply.Kind.GARBAGE, "Not an SMTP reply: " + raw);
            }
        }
        if (wire.isExpired()) {
            return noReply(NoReply.Kind.READ_TIMED_OUT, tooLate());
        }
        return wire.replies().isEnded()
                ? noReply(NoReply.Kind.CONNECTION_RESET, "The connection was closed without a reply")
                : noReply(NoReply.Kind.GARBAGE, "Not an SMTP reply: " + raw);
    }

    private Reply reasonOf(Exception failure) {
        if (last instanceof NoReply || (last instanceof SmtpReply reply && isRefusal(reply))) {
            return last;
        }
        if (Failures.isNetwork(failure)) {
            return failed(failure);
        }
        if (getRequireStartTLS() && !wire.isSecured()) {
            stage = SmtpStage.STARTTLS;
            return noReply(NoReply.Kind.TLS_FAILURE, "STARTTLS is required, and the receiver does not offer it");
        }
        if (credentials.isPresent() && supportsExtension("AUTH")) {
            stage = SmtpStage.AUTH;
            return noReply(NoReply.Kind.GARBAGE, "No AUTH mechanism in common: " + getExtensionParameter("AUTH"));
        }
        return noReply(NoReply.Kind.GARBAGE, "Unexpected reply: " + last.text());
    }

    private NoReply failed(Exception failure) {
        String detail = wire.isExpired() ? tooLate() : Failures.detail(failure);
        return noReply(Failures.whileTalking(failure, wire.isExpired()), detail);
    }

    private String tooLate() {
        return "No complete answer within " + replyTimeout.toMillis() + " ms";
    }

    private NoReply noReply(NoReply.Kind kind, String detail) {
        return new NoReply(kind, detail, stage, remote);
    }

    private static boolean isRefusal(SmtpReply reply) {
        return reply.code() >= 400;
    }

    /** 500 to 504: it does not know EHLO (RFC 5321 section 3.2), so HELO may do. Other refusals mean us, not the word. */
    private static boolean isUnknownCommand(Reply reply) {
        return reply instanceof SmtpReply answer && answer.code() >= 500 && answer.code() <= 504;
    }
}
