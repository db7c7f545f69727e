package io.sluice.mailets;

import io.sluice.dsn.Action;
import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.DeliveryStatusReader;
import io.sluice.dsn.RecipientStatus;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an incoming delivery status notification (RFC 3464), a bounce or a delay message, and sets on it the attributes
 * that a delivery would have set, so that mail which a smarthost or Exchange Online reports can be routed:
 *
 * <pre><code>
 * &lt;mailet match="SenderIsNull" class="io.sluice.mailets.ClassifyDsn"/&gt;
 * &lt;mailet match="io.sluice.matchers.DeferredAs=ip-blocked,sender-blocked" class="ToProcessor"&gt;
 *     &lt;processor&gt;blocked&lt;/processor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>One recipient decides when the notification is about several: a failed one before a delayed one, then the one whose
 * verdict has the widest {@linkplain io.sluice.reply.Scope scope}, then the first. When none failed or is delayed, only
 * the attributes {@code sluice.dsn-*} are set, with the action of the first.
 *
 * <p>Other mail is left alone. So is a notification that cannot be read; the mail always goes on. At most
 * {@link DeliveryStatusReader#MOST_BYTES} bytes are read. A notification proves nothing: anybody can send one.
 *
 * <p>Takes no parameters.
 */
public class ClassifyDsn extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(ClassifyDsn.class);

    /** The one that decides comes first. */
    private static final Comparator<Judged> WEIGHT = Comparator.comparing(
                    (Judged judged) -> judged.recipient().action())
            .thenComparing(judged -> judged.verdict().scope(), Comparator.reverseOrder());

    private record Judged(RecipientStatus recipient, Reply reply, Verdict verdict) {}

    private final ReportClassifier classifier;
    private final DeliveryStatusReader reader = new DeliveryStatusReader();

    @Inject
    public ClassifyDsn(ReportClassifier classifier) {
        this.classifier = classifier;
    }

    @Override
    public void init() throws MessagingException {
        NoParameters.require("ClassifyDsn", this);
    }

    @Override
    public void service(Mail mail) {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            reader.read(message).ifPresent(status -> classify(mail, status));
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("Mail {} cannot be read as a delivery status notification; it goes on", mail.getName(), e);
        }
    }

    private void classify(Mail mail, DeliveryStatus status) {
        Optional<Judged> decisive = status.recipients().stream()
                .flatMap(recipient -> judge(status, recipient))
                .min(WEIGHT);
        decisive.ifPresent(judged -> VerdictAttributes.set(mail, judged.reply(), judged.verdict()));
        Action action = decisive.map(Judged::recipient)
                .orElseGet(() -> status.recipients().get(0))
                .action();
        describe(mail, status, action);
        LOGGER.info(
                "Mail {} tells of {} recipients, {}{}",
                mail.getName(),
                status.recipients().size(),
                action.token(),
                decisive.map(judged -> ": " + judged.verdict().deferralClass().token() + " by rule "
                                + judged.verdict().ruleId())
                        .orElse(""));
    }

    private Stream<Judged> judge(DeliveryStatus status, RecipientStatus recipient) {
        if (recipient.action() != Action.FAILED && recipient.action() != Action.DELAYED) {
            return Stream.empty();
        }
        return status
                .reply(recipient)
                .filter(reply -> !(reply instanceof SmtpReply answer && answer.isPositive()))
                .map(reply -> new Judged(recipient, reply, classifier.classify(reply, Optional.empty())))
                .stream();
    }

    private static void describe(Mail mail, DeliveryStatus status, Action action) {
        VerdictAttributes.set(mail, SluiceAttributes.DSN_ACTION, action.token());
        List<AttributeValue<?>> recipients = status.recipients().stream()
                .filter(recipient -> recipient.action() == action)
                .<AttributeValue<?>>map(recipient -> AttributeValue.of(recipient.finalRecipient()))
                .toList();
        mail.setAttribute(new Attribute(SluiceAttributes.DSN_RECIPIENTS, AttributeValue.of(recipients)));
        set(mail, SluiceAttributes.DSN_REPORTING_MTA, status.reportingMta());
        set(mail, SluiceAttributes.DSN_ENVELOPE_ID, status.originalEnvelopeId());
        set(mail, SluiceAttributes.DSN_ORIGINAL_MESSAGE_ID, status.originalMessageId());
    }

    private static void set(Mail mail, AttributeName name, Optional<String> value) {
        value.ifPresent(text -> VerdictAttributes.set(mail, name, text));
    }

    @Override
    public String getMailetInfo() {
        return "Understands bounces and delay messages";
    }
}
