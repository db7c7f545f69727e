package io.sluice.delivery.transport;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import io.sluice.delivery.transport.RecipientOutcome.Accepted;
import io.sluice.delivery.transport.RecipientOutcome.NotTried;
import io.sluice.delivery.transport.RecipientOutcome.Refused;
import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.mail.MessagingException;

/** One message over one session: MAIL, RCPT, DATA, and what became of each recipient. Used once. */
final class Transaction {
    /** Patience with RSET: the outcome is known, only the connection is at stake. */
    static final Duration RESET_TIMEOUT = Duration.ofSeconds(5);

    private final Dialogue dialogue;
    private final Commands commands;
    private final Envelope envelope;
    private final MessageBody body;
    private final Map<String, RecipientOutcome> outcomes = new LinkedHashMap<>();
    private final List<String> pending = new ArrayList<>();
    private boolean begun;
    private boolean ignored;
    private Optional<Reply> lost = Optional.empty();

    Transaction(Dialogue dialogue, Envelope envelope, MessageBody body) {
        this.dialogue = dialogue;
        this.commands = new Commands(dialogue::supportsExtension);
        this.envelope = envelope;
        this.body = body;
    }

    /**
     * Runs it; the session is then ready for the next, or closed.
     *
     * @throws BodyUnavailableException when the message cannot be read
     */
    TransactionResult run() {
        MessageBody content;
        try {
            content = convertIfNeeded();
        } catch (MessagingException e) {
            return refusedAll(
                    local("554 5.6.3 Malformed message, which cannot be sent to a receiver without 8BITMIME"));
        }
        InputStream source = open(content);
        try {
            exchange(content, source);
        } finally {
            closeQuietly(source);
        }
        boolean accepted = outcomes.values().stream().anyMatch(Accepted.class::isInstance);
        if (!accepted && begun && dialogue.isOpen()) {
            reset();
        }
        return new TransactionResult(outcomes);
    }

    /**
     * Whether the session ended with the very first command, by silence or a farewell. On a kept session that says that
     * the session was stale, and nothing about this message.
     */
    boolean wasIgnored() {
        return ignored;
    }

    private void exchange(MessageBody content, InputStream source) {
        List<EnvelopeRecipient> possible = possibleRecipients();
        if (possible.isEmpty()) {
            return;
        }
        Reply mail = dialogue.ask(SmtpStage.MAIL, commands.mail(envelope, content, isInternational(possible)));
        begun = true;
        if (!isAnswered(mail)) {
            ignored = !dialogue.isOpen() && !isGarbage(mail);
            possible.forEach(recipient -> outcomes.put(recipient.address(), new Refused(mail)));
            return;
        }
        possible.forEach(this::recipient);
        if (pending.isEmpty()) {
            return;
        }
        Reply go = dialogue.askForData();
        settle(isAnswered(go) ? dialogue.transmit(source, content.size()) : go);
    }

    private void settle(Reply reply) {
        RecipientOutcome outcome = reply instanceof SmtpReply answer && answer.isPositive()
                ? new Accepted(answer, commands.offers().test("DSN"))
                : new Refused(reply);
        pending.forEach(address -> outcomes.put(address, outcome));
    }

    private void recipient(EnvelopeRecipient recipient) {
        String address = recipient.address();
        if (outcomes.containsKey(address) || pending.contains(address)) {
            return;
        }
        if (!dialogue.isOpen()) {
            outcomes.put(address, new NotTried(lost.orElseThrow()));
            return;
        }
        Reply reply = dialogue.ask(SmtpStage.RCPT, commands.rcpt(recipient));
        if (isAnswered(reply)) {
            pending.add(address);
            return;
        }
        outcomes.put(address, new Refused(about(reply, address)));
        if (!dialogue.isOpen()) {
            lost = Optional.of(reply);
            pending.forEach(before -> outcomes.put(before, new NotTried(reply)));
            pending.clear();
        }
    }

    private List<EnvelopeRecipient> possibleRecipients() {
        boolean utf8 = commands.offers().test("SMTPUTF8");
        Function<String, Optional<SmtpReply>> fault = address -> fault(address, utf8);
        Optional<SmtpReply> senderFault = envelope.sender().flatMap(fault);
        List<EnvelopeRecipient> possible = new ArrayList<>();
        for (EnvelopeRecipient recipient : envelope.recipients()) {
            Optional<SmtpReply> own = fault.apply(recipient.address()).map(reply -> reply.about(recipient.address()));
            senderFault
                    .or(() -> own)
                    .ifPresentOrElse(
                            reply -> outcomes.put(recipient.address(), new Refused(reply)),
                            () -> possible.add(recipient));
        }
        return possible;
    }

    /** RFC 6531 section 3.7.4 names the code for what a client finds out by itself, too. */
    private Optional<SmtpReply> fault(String address, boolean utf8) {
        if (!Commands.isSafe(address)) {
            return Optional.of(local("553 5.1.3 Control characters in an address (not sent)"));
        }
        return Commands.isInternational(address) && !utf8
                ? Optional.of(
                        local("553 5.6.7 The receiver does not offer SMTPUTF8, which the address needs (not sent)"))
                : Optional.empty();
    }

    private boolean isInternational(List<EnvelopeRecipient> recipients) {
        return envelope.sender().filter(Commands::isInternational).isPresent()
                || recipients.stream().map(EnvelopeRecipient::address).anyMatch(Commands::isInternational);
    }

    private MessageBody convertIfNeeded() throws MessagingException {
        if (!body.eightBit() || commands.offers().test("8BITMIME")) {
            return body;
        }
        try (InputStream source = open(body)) {
            return SevenBitBody.of(source);
        } catch (IOException e) {
            throw new BodyUnavailableException("The message cannot be read", e);
        }
    }

    private static InputStream open(MessageBody body) {
        try {
            return body.open();
        } catch (IOException e) {
            throw new BodyUnavailableException("The message cannot be opened", e);
        }
    }

    private void reset() {
        Reply reply = dialogue.askInPassing("RSET", RESET_TIMEOUT);
        if (!isAnswered(reply)) {
            dialogue.close();
        }
    }

    private TransactionResult refusedAll(Reply reply) {
        envelope.recipients().forEach(recipient -> outcomes.put(recipient.address(), new Refused(reply)));
        return new TransactionResult(outcomes);
    }

    private SmtpReply local(String line) {
        return SmtpReply.of(line, SmtpStage.MAIL, dialogue.remote());
    }

    private static Reply about(Reply reply, String address) {
        return reply instanceof NoReply none
                ? new NoReply(none.kind(), none.detail(), none.stage(), none.remote(), Optional.of(address))
                : ((SmtpReply) reply).about(address);
    }

    /** 2yz, or 3yz to DATA: the dialogue lets no other code below 400 through. */
    private static boolean isAnswered(Reply reply) {
        return reply instanceof SmtpReply answer && answer.code() < 400;
    }

    private static boolean isGarbage(Reply reply) {
        return reply instanceof NoReply none && none.kind() == NoReply.Kind.GARBAGE;
    }

    private static void closeQuietly(InputStream source) {
        try {
            source.close();
        } catch (IOException e) {
            // All of it was read, or the reason is on its way to the caller; the outcome stands.
            return;
        }
    }
}
