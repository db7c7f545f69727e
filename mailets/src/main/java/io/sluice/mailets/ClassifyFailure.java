package io.sluice.mailets;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For the bounce processor behind James's own {@code RemoteDelivery}: reads the error that it left on a failed mail, and
 * sets on it the attributes that {@link MicrosoftRemoteDelivery} would have set, as far as the reply came through.
 *
 * <pre><code>
 * &lt;processor state="bounces"&gt;
 *     &lt;mailet match="All" class="io.sluice.mailets.ClassifyFailure"/&gt;
 *     &lt;mailet match="io.sluice.matchers.DeferredAs=ip-blocked" class="ToRepository"&gt;
 *         &lt;repositoryPath&gt;file://var/mail/blocked/&lt;/repositoryPath&gt;
 *     &lt;/mailet&gt;
 *     &lt;mailet match="All" class="DSNBounce"/&gt;
 * &lt;/processor&gt;
 * </code></pre>
 *
 * <p>Where {@code RemoteDelivery} does not let the reply through, which is so for every mail that it deferred until its
 * retries were over, there is no class. {@code sluice.rule} is then {@value #REPLY_LOST}, and {@code sluice.advice} says
 * what can be done.
 *
 * <p>A mail that has a class already, from Sluice's own delivery, is left alone; so is one without {@code
 * delivery-error}. The mail always goes on.
 *
 * <p>Parameter {@code gateway}, {@code true} or {@code false} (default): whether {@code RemoteDelivery} uses a gateway.
 * Then the reply is the gateway's, and it counts as Microsoft's only by its marks, not by the recipients' domain.
 */
public class ClassifyFailure extends GenericMailet {
    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES = List.of("gateway", "onMailetException", "onMatcherException");
    /** The rule, where stock James hides the reply. */
    static final String REPLY_LOST = "reply-lost";

    private static final AttributeName ATTEMPTS_BEFORE = AttributeName.of("delivery_retry_count");
    private static final Logger LOGGER = LoggerFactory.getLogger(ClassifyFailure.class);

    private static final String ADVICE = "James's RemoteDelivery has not kept the reply that this mail failed with, so"
            + " that nobody can tell why. MicrosoftRemoteDelivery keeps it.";

    private final ReportClassifier classifier;
    private boolean gateway;

    @Inject
    public ClassifyFailure(ReportClassifier classifier) {
        this.classifier = classifier;
    }

    @Override
    public void init() throws MessagingException {
        try {
            Parameters parameters = new Parameters("ClassifyFailure", getMailetConfig());
            parameters.rejectUnknown(NAMES, List.of(), Map.of());
            gateway = parameters.flag("gateway", false);
        } catch (IllegalArgumentException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) {
        try {
            if (mail.getAttribute(SluiceAttributes.CLASS).isEmpty()) {
                StockFailure.of(mail).ifPresent(failure -> describe(mail, failure));
            }
        } catch (RuntimeException e) {
            LOGGER.warn("Mail {} has an error that cannot be read; it goes on", mail.getName(), e);
        }
    }

    private void describe(Mail mail, StockFailure failure) {
        if (failure.reply().isPresent()) {
            Reply reply = failure.reply().get();
            Verdict verdict = classifier.classify(reply, domain(mail));
            VerdictAttributes.set(mail, reply, verdict);
        } else {
            VerdictAttributes.set(mail, SluiceAttributes.RULE, REPLY_LOST);
            VerdictAttributes.set(mail, SluiceAttributes.REPLY, failure.text());
            VerdictAttributes.set(mail, SluiceAttributes.ADVICE, ADVICE);
        }
        AttributeUtils.getValueAndCastFromMail(mail, ATTEMPTS_BEFORE, Integer.class)
                .ifPresent(before ->
                        mail.setAttribute(new Attribute(SluiceAttributes.ATTEMPTS, AttributeValue.of(before + 1))));
    }

    /** Stock James looks up the MX of the first recipient's domain, and sends to all recipients there. */
    private Optional<String> domain(Mail mail) {
        return gateway
                ? Optional.empty()
                : mail.getRecipients().stream()
                        .findFirst()
                        .map(MailAddress::getDomain)
                        .map(Domain::asString);
    }

    @Override
    public String getMailetInfo() {
        return "Understands the failures of James's own delivery";
    }
}
