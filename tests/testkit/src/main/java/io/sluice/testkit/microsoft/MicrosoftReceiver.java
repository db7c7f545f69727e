package io.sluice.testkit.microsoft;

import io.sluice.testkit.smtp.Answer;
import io.sluice.testkit.smtp.Behaviour;
import io.sluice.testkit.smtp.Extension;
import io.sluice.testkit.smtp.Ledger;
import io.sluice.testkit.smtp.Limits;
import io.sluice.testkit.smtp.RateLimit;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/**
 * A receiver that behaves and speaks as Microsoft's. Each verb is in force from the moment it is said until
 * {@link #recovers()}, or until what it returned is removed from {@link #smtp()}. Thread-safe.
 *
 * <pre>{@code
 * microsoft.throttles(3);
 * microsoft.allows(20, Duration.ofSeconds(1)).punishing(Duration.ofSeconds(5));
 * microsoft.tenant("contoso.com").isBusy();
 * microsoft.recovers();
 * }</pre>
 */
public final class MicrosoftReceiver implements AutoCloseable {

    private final Service service;
    private final InstantSource time;
    private final MicrosoftReplies replies;
    private final SimulatedReceiver smtp;

    private MicrosoftReceiver(Service service, InstantSource time, SimulatedReceiver smtp, MicrosoftReplies replies) {
        this.service = service;
        this.time = time;
        this.smtp = smtp;
        this.replies = replies;
    }

    /**
     * Starts a receiver that offers what Microsoft's offer, but STARTTLS only when told by
     * {@link SimulatedReceiver#offer}.
     *
     * @param address the textual loopback address to listen on.
     * @param port the port, 0 for an ephemeral one.
     * @param time the time of limits, tails and records.
     * @param recording how much is remembered.
     */
    public static MicrosoftReceiver start(
            Service service, String address, int port, InstantSource time, Recording recording) {
        SimulatedReceiver smtp = SimulatedReceiver.named(service.frontEnd())
                .address(address)
                .port(port)
                .time(time)
                .remembering(recording)
                .offering(Extension.SMTPUTF8)
                .start();
        MicrosoftReplies replies = new MicrosoftReplies(service.frontEnd(), time);
        smtp.greets(replies.greeting());
        return new MicrosoftReceiver(service, time, smtp, replies);
    }

    /** Starts a receiver on an ephemeral port of 127.0.0.1, with system time, remembering whole messages. */
    public static MicrosoftReceiver start(Service service) {
        return start(service, "127.0.0.1", 0, InstantSource.system(), Recording.MESSAGES);
    }

    /** The SMTP server below, for anything that has no verb here. */
    public SimulatedReceiver smtp() {
        return smtp;
    }

    /** What happened so far. */
    public Ledger ledger() {
        return smtp.ledger();
    }

    /** The texts of this front end. */
    public MicrosoftReplies replies() {
        return replies;
    }

    /** Refuses every message at MAIL for the reputation (consumer) or load (business) of the client's address. */
    public void throttles() {
        throttles(Integer.MAX_VALUE);
    }

    /** Refuses the next messages at MAIL as {@link #throttles()} does, then takes them again. */
    public Rule throttles(int messages) {
        return smtp.when(Stage.MAIL).first(messages).answers(c -> service.throttled(replies, c.peer()));
    }

    /** Refuses the messages over a rate; add {@link RateLimit#punishing} for a receiver that resents hammering. */
    public RateLimit allows(int messages, Duration per) {
        return smtp.limit(Limits.rate(messages, per, time, c -> Answer.reply(service.throttled(replies, c.peer()))));
    }

    /** Refuses connections over a number: at MAIL (consumer) or in the greeting (business). */
    public Behaviour allowsConnections(int most) {
        return smtp.limit(Limits.connections(
                most, service.connectionLimitStage(), c -> service.tooManyConnections(replies, c.peer())));
    }

    /** Refuses messages over a number in each connection. */
    public Behaviour allowsMessagesPerConnection(int most) {
        return smtp.limit(
                Limits.messagesPerConnection(most, c -> Answer.reply(replies.tooManyMessagesPerConnection(c.peer()))));
    }

    /** Refuses recipients over a number in each transaction. */
    public Behaviour allowsRecipients(int most) {
        return smtp.limit(Limits.recipientsPerTransaction(most, c -> Answer.reply(replies.tooManyRecipients())));
    }

    /** Refuses recipients that do not live in the region of the transaction's first (ATTR38). */
    public Behaviour splitsRegions(UnaryOperator<String> regionOfRecipient) {
        return smtp.limit(Limits.oneRegion(regionOfRecipient, c -> Answer.reply(replies.attr38())));
    }

    /** Refuses every message because the client's address is on the block list. */
    public Rule blocks() {
        return smtp.when(Stage.MAIL).answers(c -> service.blocked(replies, c.peer()));
    }

    /** Refuses every message with a passing server error that nobody is to blame for. */
    public Rule hasAnOutage() {
        return smtp.when(Stage.MAIL).answers(c -> replies.attr17());
    }

    /** Does not know recipients with this local part. */
    public Rule doesNotKnow(String localPart) {
        return smtp.when(Stage.RCPT).localPart(localPart).answers(c -> service.unknownRecipient(replies));
    }

    /** Takes mail over TLS only, and offers it. */
    public Rule demandsTls() {
        smtp.offer(Extension.STARTTLS);
        return smtp.when(Stage.MAIL).where(c -> !c.tls()).answers(c -> replies.startTlsRequired());
    }

    /** The part of the receiver that belongs to one recipient domain. */
    public Tenant tenant(String domain) {
        return new Tenant(this, domain);
    }

    /** Takes everything again: all verbs, rules and limits are forgotten. */
    public void recovers() {
        smtp.acceptEverything();
    }

    @Override
    public void close() {
        smtp.close();
    }
}
