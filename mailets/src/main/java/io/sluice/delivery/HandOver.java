package io.sluice.delivery;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.StoredMessage;
import io.sluice.reply.MaskedAddresses;
import io.sluice.reply.SmtpReply;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mail back to James's processors: delivered, failed, deferred. Each method returns only after the mail is on
 * James's spool, and throws when it is not. Attributes are set as stock {@code RemoteDelivery} means them, but each
 * recipient comes with its own reply.
 */
final class HandOver {
    static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");
    static final AttributeName DELIVERY_ERROR_CODE = AttributeName.of("delivery-error-code");
    static final AttributeName IS_PERMANENT_ERROR = AttributeName.of("is-delivery-permanent-error");
    static final AttributeName RETRY_COUNT = AttributeName.of("delivery_retry_count");

    private static final String FAILED = "failed";
    private static final String DELAYED = "delayed";
    private static final String RELAYED = "relayed";
    private static final Logger LOGGER = LoggerFactory.getLogger(HandOver.class);

    private final Outbox outbox;
    private final MailetContext context;
    private final DeliverySettings settings;

    HandOver(Outbox outbox, MailetContext context, DeliverySettings settings) {
        this.outbox = outbox;
        this.context = context;
        this.settings = settings;
    }

    /** Recipients that the receiver took, if anybody wants to know. */
    void delivered(Entry entry, StoredMessage message, Collection<String> recipients) throws MessagingException {
        if (settings.onSuccess().isPresent() && !recipients.isEmpty()) {
            send(entry, message, recipients, "delivered", settings.onSuccess().get(), mail -> {});
        }
    }

    /**
     * Recipients that a receiver took which will not tell the sender that they have the mail, as far as he asked to be told
     * (RFC 3461 section 5.2.2), if anybody wants to know.
     *
     * @param replies of the receiver, by recipient
     * @return the recipients that were handed over
     */
    Set<String> relayed(Entry entry, StoredMessage message, Map<String, SmtpReply> replies, Instant now)
            throws MessagingException {
        if (settings.onSuccess().isEmpty() || replies.isEmpty()) {
            return Set.of();
        }
        Map<SmtpReply, List<String>> byReply = new LinkedHashMap<>();
        for (String recipient : StoredMails.askingForSuccess(message, replies.keySet())) {
            byReply.computeIfAbsent(replies.get(recipient), key -> new ArrayList<>())
                    .add(recipient);
        }
        Set<String> done = new HashSet<>();
        for (Map.Entry<SmtpReply, List<String>> group : byReply.entrySet()) {
            SmtpReply reply = group.getKey();
            send(entry, message, group.getValue(), RELAYED, settings.onSuccess().get(), mail -> {
                VerdictAttributes.removeFrom(mail);
                mail.setAttribute(attribute(SluiceAttributes.NOTICE, RELAYED));
                mail.setAttribute(attribute(SluiceAttributes.REPLY, reply.text()));
                mail.setAttribute(
                        attribute(SluiceAttributes.REMOTE_HOST, reply.remote().name()));
                mail.setAttribute(
                        attribute(SluiceAttributes.REMOTE_IP, reply.remote().ip()));
                mail.setAttribute(new Attribute(SluiceAttributes.LAST_ATTEMPT, time(now)));
            });
            done.addAll(group.getValue());
        }
        return done;
    }

    /**
     * Hands over everything that failed. What James does not take stays in the outbox.
     *
     * @param attempts how many there were
     * @param done is added the recipients that James took
     * @param retryAt when the others are tried again
     * @return the sentence with the postponements that remain
     */
    Judgement.Sentence failures(
            Entry entry,
            StoredMessage message,
            Judgement.Sentence sentence,
            int attempts,
            Set<String> done,
            Instant retryAt) {
        List<Postponement> postponed = new ArrayList<>(sentence.postponed());
        for (Judgement.Failure failure : sentence.failures()) {
            try {
                failed(entry, message, failure, attempts);
                done.addAll(failure.recipients());
            } catch (MessagingException | RuntimeException e) {
                LOGGER.error("Mail {} failed and James's spool does not take it; it stays", message.name(), e);
                List<Recipient> recipients = failure.recipients().stream()
                        .map(address -> new Recipient(address, Optional.of(failure.reply())))
                        .toList();
                postponed.add(new Postponement(recipients, retryAt, failure.why()));
            }
        }
        return new Judgement.Sentence(postponed, sentence.failures());
    }

    /**
     * Shows everything that was deferred to the deferral processor, one mail for each entry that waits. That it fails
     * changes nothing for the mail.
     *
     * @param entries the entries of the postponements, in their order
     */
    void deferrals(Entry entry, StoredMessage message, Judgement.Sentence sentence, List<Long> entries) {
        for (int i = 0; i < sentence.postponed().size(); i++) {
            Postponement postponement = sentence.postponed().get(i);
            try {
                deferred(entry, message, postponement, entries.get(i));
            } catch (MessagingException | RuntimeException e) {
                LOGGER.warn("Mail {} is deferred, but the deferral processor was not told", message.name(), e);
            }
        }
    }

    /** Recipients that wait, and about whom the sender wants to be told. The mail has headers only. */
    void delayed(
            Entry entry,
            StoredMessage message,
            Collection<String> recipients,
            LastReplies.Group group,
            String processor)
            throws MessagingException {
        withMail(entry, message, recipients, DELAYED, HeaderStream::of, mail -> {
            describe(mail, entry, group.why(), group.reply(), false, entry.attempts());
            mail.setAttribute(attribute(SluiceAttributes.NOTICE, DELAYED));
            mail.setAttribute(new Attribute(SluiceAttributes.NEXT_ATTEMPT, time(entry.due())));
            context.sendMail(mail, processor);
        });
    }

    /** Recipients that failed with the same reply. */
    private void failed(Entry entry, StoredMessage message, Judgement.Failure failure, int attempts)
            throws MessagingException {
        if (settings.bounceProcessor().isPresent()) {
            send(
                    entry,
                    message,
                    failure.recipients(),
                    FAILED,
                    settings.bounceProcessor().get(),
                    mail -> {
                        describe(mail, entry, failure.why(), failure.reply(), failure.permanent(), attempts);
                        mail.setAttribute(attribute(SluiceAttributes.NOTICE, FAILED));
                        failure.expiry()
                                .ifPresent(why -> mail.setAttribute(attribute(SluiceAttributes.EXPIRED, why.token())));
                    });
        } else if (message.sender().isPresent()) {
            bounce(entry, message, failure.recipients(), failure.reply());
        } else {
            LOGGER.warn(
                    "Mail {} with null sender failed for {} and nobody is told, as there is no bounceProcessor: {}",
                    message.name(),
                    MaskedAddresses.in(failure.recipients().toString()),
                    MaskedAddresses.in(failure.reply()));
        }
    }

    /** Recipients that wait together, if anybody wants to know. */
    private void deferred(Entry entry, StoredMessage message, Postponement postponement, long waitingEntry)
            throws MessagingException {
        if (settings.deferralProcessor().isPresent()) {
            List<String> recipients =
                    postponement.recipients().stream().map(Recipient::address).toList();
            String reply = postponement.recipients().get(0).lastReply().orElse("");
            send(
                    entry,
                    message,
                    recipients,
                    "deferred",
                    settings.deferralProcessor().get(),
                    mail -> {
                        describe(mail, entry, postponement.deferral(), reply, false, entry.attempts() + 1);
                        mail.setAttribute(new Attribute(
                                SluiceAttributes.EXPIRES,
                                time(postponement.expires().orElse(entry.expires()))));
                        mail.setAttribute(new Attribute(SluiceAttributes.ENTRY, AttributeValue.of(waitingEntry)));
                        mail.setAttribute(new Attribute(SluiceAttributes.NEXT_ATTEMPT, time(postponement.due())));
                    });
        }
    }

    private void describe(Mail mail, Entry entry, Deferral why, String reply, boolean permanent, int attempts) {
        mail.setAttribute(attribute(DELIVERY_ERROR, reply));
        code(reply).ifPresent(code -> mail.setAttribute(attribute(DELIVERY_ERROR_CODE, code)));
        mail.setAttribute(new Attribute(IS_PERMANENT_ERROR, AttributeValue.of(permanent)));
        mail.setAttribute(attribute(RETRY_COUNT, Math.max(0, attempts - 1)));
        mail.setAttribute(attribute(SluiceAttributes.ATTEMPTS, attempts));
        List.of(SluiceAttributes.LAST_ATTEMPT, SluiceAttributes.NOTICE, SluiceAttributes.EXPIRED)
                .forEach(mail::removeAttribute);
        if (attempts > 0) {
            mail.setAttribute(new Attribute(SluiceAttributes.LAST_ATTEMPT, time(why.last())));
        }
        VerdictAttributes.of(why, reply).setOn(mail);
        mail.setAttribute(attribute(SluiceAttributes.LANE, entry.lane()));
        mail.setAttribute(new Attribute(SluiceAttributes.FIRST_DEFERRED, time(why.first())));
        mail.setAttribute(new Attribute(SluiceAttributes.EXPIRES, time(entry.expires())));
        outbox.heldSince(entry.id())
                .ifPresent(since -> mail.setAttribute(new Attribute(SluiceAttributes.HELD_SINCE, time(since))));
    }

    private void bounce(Entry entry, StoredMessage message, Collection<String> recipients, String reply)
            throws MessagingException {
        List<String> wanting = StoredMails.wanting(DsnParameters.Notify.FAILURE, message, recipients);
        if (!wanting.isEmpty()) {
            withMail(
                    entry,
                    message,
                    wanting,
                    FAILED,
                    body -> body,
                    mail -> context.bounce(mail, explanation(wanting, reply)));
        }
    }

    private String explanation(Collection<String> recipients, String reply) {
        return "Hello, this is the mail server " + settings.transport().heloName() + ".\r\n"
                + "Your message could not be delivered, and it will not be tried again.\r\n\r\n"
                + "Recipients: " + String.join(", ", recipients) + "\r\n"
                + "The receiving server said: " + reply + "\r\n";
    }

    private void send(
            Entry entry,
            StoredMessage message,
            Collection<String> recipients,
            String event,
            String processor,
            MailAction prepare)
            throws MessagingException {
        withMail(entry, message, recipients, event, body -> body, mail -> {
            prepare.on(mail);
            context.sendMail(mail, processor);
        });
    }

    private void withMail(
            Entry entry,
            StoredMessage message,
            Collection<String> recipients,
            String event,
            BodyPart part,
            MailAction action)
            throws MessagingException {
        MailImpl mail = null;
        String name = message.name() + "-" + event + "-" + entry.id() + "." + (entry.attempts() + 1) + "."
                + Integer.toHexString(List.copyOf(recipients).hashCode());
        try (InputStream body = outbox.body(message.id())) {
            mail = StoredMails.toMail(message, name, recipients, part.of(body));
            action.on(mail);
        } catch (IOException e) {
            throw new MessagingException("Cannot read the body of " + message.name() + " from the outbox", e);
        } finally {
            LifecycleUtil.dispose(mail);
        }
    }

    private static Attribute attribute(AttributeName name, String value) {
        return new Attribute(name, AttributeValue.of(value));
    }

    private static Attribute attribute(AttributeName name, int value) {
        return new Attribute(name, AttributeValue.of(value));
    }

    private static AttributeValue<?> time(Instant instant) {
        return AttributeValue.of(instant.atZone(ZoneOffset.UTC));
    }

    private static Optional<Integer> code(String reply) {
        boolean leads = reply.length() >= 3 && reply.chars().limit(3).allMatch(c -> c >= '0' && c <= '9');
        return leads ? Optional.of(Integer.parseInt(reply.substring(0, 3))) : Optional.empty();
    }

    /** How much of the stored message goes along. */
    @FunctionalInterface
    private interface BodyPart {
        InputStream of(InputStream body) throws IOException;
    }

    /** What to do with a mail that exists for the moment. */
    @FunctionalInterface
    private interface MailAction {
        void on(MailImpl mail) throws MessagingException;
    }
}
