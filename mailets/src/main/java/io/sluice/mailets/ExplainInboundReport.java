package io.sluice.mailets;

import io.sluice.dsn.Action;
import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.DeliveryStatusReader;
import io.sluice.dsn.RecipientStatus;
import io.sluice.inbound.InboundReports;
import io.sluice.matchers.SluiceAttributes;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.server.core.MimeMessageInputStream;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a delay or failure report in which Exchange Online says that it could not bring a mail to us, holds it against what
 * the server saw at that time, and sets {@code sluice.inbound-cause} and {@code sluice.inbound-explanation}:
 *
 * <pre><code>
 * &lt;mailet match="SenderIsNull" class="io.sluice.mailets.ExplainInboundReport"/&gt;
 * </code></pre>
 *
 * <p>The first recipient that failed or is delayed, and of whom there is something to explain, decides. Other mail is left
 * alone; the mail always goes on. What was seen is known only with {@code ExchangeOnlineDeferralMonitor} in
 * {@code smtpserver.xml}. Takes no parameters.
 */
public class ExplainInboundReport extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExplainInboundReport.class);

    private final InboundReports reports;
    private final Clock clock;
    private final DeliveryStatusReader reader = new DeliveryStatusReader();

    @Inject
    public ExplainInboundReport(InboundReports reports, Clock clock) {
        this.reports = reports;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        NoParameters.require("ExplainInboundReport", this);
    }

    @Override
    public void service(Mail mail) {
        try (InputStream message = new MimeMessageInputStream(mail.getMessage())) {
            reader.read(message).flatMap(this::explain).ifPresent(explanation -> tell(mail, explanation));
        } catch (IOException | MessagingException | RuntimeException e) {
            LOGGER.warn("Mail {} cannot be read as a report; it goes on", mail.getName(), e);
        }
    }

    private Optional<InboundReports.Explanation> explain(DeliveryStatus status) {
        Instant now = clock.instant();
        return status.recipients().stream()
                .filter(ExplainInboundReport::isTrouble)
                .flatMap(recipient -> reports.explain(recipient, now).stream())
                .findFirst();
    }

    private static boolean isTrouble(RecipientStatus recipient) {
        return recipient.action() == Action.FAILED || recipient.action() == Action.DELAYED;
    }

    private static void tell(Mail mail, InboundReports.Explanation explanation) {
        TextAttributes.set(
                mail, SluiceAttributes.INBOUND_CAUSE, explanation.cause().token());
        TextAttributes.set(mail, SluiceAttributes.INBOUND_EXPLANATION, explanation.text());
        LOGGER.info(
                "Mail {} reports that a mail could not be brought to us, {}: {}",
                mail.getName(),
                explanation.cause().token(),
                explanation.text());
    }

    @Override
    public String getMailetInfo() {
        return "Explains reports of Exchange Online about this server";
    }
}
