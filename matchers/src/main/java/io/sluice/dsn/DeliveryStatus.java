package io.sluice.dsn;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReportedReply;
import io.sluice.reply.SmtpReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A delivery status notification (RFC 3464). Immutable. Nothing in it is proven: anybody can write one.
 *
 * @param reportingMta the name of the server that reports
 * @param originalEnvelopeId the ENVID that the sender gave the mail (RFC 3461)
 * @param arrivalDate when the reporting server got the mail
 * @param recipients at least one, at most {@value DeliveryStatusReader#MOST_RECIPIENTS}, in the order of the notification
 * @param originalMessageId the Message-ID of the mail that it is about, with its angle brackets; from the returned mail,
 *     else from In-Reply-To
 */
public record DeliveryStatus(
        Optional<String> reportingMta,
        Optional<String> originalEnvelopeId,
        Optional<Instant> arrivalDate,
        List<RecipientStatus> recipients,
        Optional<String> originalMessageId) {
    public DeliveryStatus {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("A notification is about at least one recipient");
        }
    }

    /**
     * The reply to classify, known to be about the recipient; see {@link ReportedReply#read}. A diagnostic without a
     * Remote-MTA is what the reporting server says itself, unless it names another host or says that nobody answered.
     *
     * @param recipient one of this notification
     * @return empty when the notification has neither a reply nor a status for the recipient
     */
    public Optional<Reply> reply(RecipientStatus recipient) {
        RemoteHost told = recipient.remote().orElse(RemoteHost.NONE);
        return ReportedReply.read(recipient.diagnostic().orElse(""), recipient.status(), told)
                .map(reply -> reply instanceof SmtpReply answer ? spoken(answer, recipient) : reply);
    }

    private Reply spoken(SmtpReply answer, RecipientStatus recipient) {
        RemoteHost host =
                answer.remote().equals(RemoteHost.NONE) ? new RemoteHost(reportingMta.orElse(""), "") : answer.remote();
        return new SmtpReply(
                answer.code(),
                answer.enhancedCode(),
                answer.line(),
                answer.stage(),
                host,
                Optional.of(recipient.finalRecipient()));
    }

    DeliveryStatus about(Optional<String> messageId) {
        return new DeliveryStatus(reportingMta, originalEnvelopeId, arrivalDate, recipients, messageId);
    }
}
