package io.sluice.mailets;

import io.sluice.dsn.Action;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import javax.inject.Inject;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeBodyPart;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.javax.MimeMultipartReport;
import org.apache.james.lifecycle.api.LifecycleUtil;
import org.apache.james.server.core.MailImpl;
import org.apache.james.transport.mailets.remote.delivery.HeloNameProvider;
import org.apache.james.transport.mailets.utils.MimeMessageUtils;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the sender of a mail that it failed, waits, or went to a server that tells nothing: a delivery status notification (RFC 3464) with the real reply of
 * the remote server. For the processors that {@link MicrosoftRemoteDelivery} calls {@code bounceProcessor} and {@code
 * delayProcessor}; behind stock {@code RemoteDelivery} it says what that left of the reply.
 *
 * <pre><code>
 * &lt;processor state="delays"&gt;
 *     &lt;mailet match="All" class="io.sluice.mailets.SendDsn"&gt;
 *         &lt;passThrough&gt;false&lt;/passThrough&gt;
 *     &lt;/mailet&gt;
 * &lt;/processor&gt;
 * </code></pre>
 *
 * <p>Stands where James's {@code DSNBounce} would, and has what that does not: {@code Remote-MTA}, {@code
 * Will-Retry-Until}, the true {@code Last-Attempt-Date}, a {@code Status} that is one, and the wishes of RFC 3461
 * ({@code NOTIFY}, {@code ORCPT}). A null sender is never told.
 *
 * <p>Parameters: {@code attachment}, what of the mail goes back: {@code heads} (default), {@code message}, {@code none};
 * the sender's {@code RET} (RFC 3461) wins unless it is {@code none}, and of a mail that did not fail only headers go back. {@code
 * passThrough}, whether the mail goes on to the next mailet: {@code true} (default), {@code false}. {@code reportingMta},
 * the name of this server: James's default domain. {@code sender}, the address in {@code From}: James's postmaster.
 */
public class SendDsn extends GenericMailet {
    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES =
            List.of("attachment", "passThrough", "reportingMta", "sender", "onMailetException", "onMatcherException");

    private static final Logger LOGGER = LoggerFactory.getLogger(SendDsn.class);

    private final DomainList domainList;
    private final Clock clock;
    private final Session session = Session.getInstance(new Properties());
    private Attachment attachment;
    private boolean passThrough;
    private String reportingMta;
    private Optional<MailAddress> from;

    /** What of the mail goes back to its sender. */
    private enum Attachment {
        HEADS,
        MESSAGE,
        NONE
    }

    @Inject
    public SendDsn(DomainList domainList, Clock clock) {
        this.domainList = domainList;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        try {
            Parameters parameters = new Parameters("SendDsn", getMailetConfig());
            parameters.rejectUnknown(NAMES, List.of(), Map.of());
            attachment = parameters.choice(
                    "attachment",
                    new TreeMap<>(
                            Map.of("heads", Attachment.HEADS, "message", Attachment.MESSAGE, "none", Attachment.NONE)),
                    Attachment.HEADS);
            passThrough = parameters.flag("passThrough", true);
            reportingMta = parameters.text("reportingMta").orElseGet(() -> new HeloNameProvider(null, domainList)
                    .getHeloName());
            from = parameters.text("sender").map(text -> address(parameters, text));
        } catch (IllegalArgumentException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    private static MailAddress address(Parameters parameters, String text) {
        try {
            return new MailAddress(text);
        } catch (AddressException e) {
            throw (IllegalArgumentException)
                    parameters.fault("sender", text, "a mail address").initCause(e);
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        Notification notification = Notification.of(mail);
        if (mail.hasSender() && !notification.recipients().isEmpty()) {
            send(mail, notification);
        } else {
            LOGGER.debug("Nobody is to be told about mail {}", mail.getName());
        }
        if (!passThrough) {
            mail.setState(Mail.GHOST);
        }
    }

    private void send(Mail mail, Notification notification) throws MessagingException {
        MailAddress sender = mail.getMaybeSender().get();
        MailImpl told = MailImpl.builder()
                .name(mail.getName() + "-dsn")
                .sender(MaybeSender.nullSender())
                .addRecipient(sender)
                .mimeMessage(message(mail, notification, sender))
                .build();
        try {
            getMailetContext().sendMail(told);
            LOGGER.info(
                    "The sender of mail {} is told that it {} for {} recipients",
                    mail.getName(),
                    notification.action() == Action.FAILED
                            ? "failed"
                            : "is " + notification.action().token(),
                    notification.recipients().size());
        } finally {
            LifecycleUtil.dispose(told);
        }
    }

    private MimeMessage message(Mail mail, Notification notification, MailAddress sender) throws MessagingException {
        StatusText text = new StatusText(mail, notification, reportingMta);
        MimeMessage original = mail.getMessage();
        MimeMultipartReport report = new MimeMultipartReport();
        report.setReportType("delivery-status");
        MimeBodyPart words = new MimeBodyPart();
        words.setText(text.words(), StandardCharsets.UTF_8.name());
        report.addBodyPart(words);
        report.addBodyPart(part(text.fields(), "message/delivery-status"));
        switch (attachment(mail, notification)) {
            case HEADS -> report.addBodyPart(
                    part(new MimeMessageUtils(original).getMessageHeaders(), "text/rfc822-headers; charset=utf-8"));
            case MESSAGE -> {
                MimeBodyPart whole = new MimeBodyPart();
                whole.setContent(original, "message/rfc822");
                report.addBodyPart(whole);
            }
            case NONE -> LOGGER.debug("Nothing of mail {} goes back", mail.getName());
        }
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(
                from.orElseGet(() -> getMailetContext().getPostmaster()).asString()));
        message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(sender.asString()));
        message.setSubject(
                text.subject(Optional.ofNullable(original.getSubject()).orElse("")), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("Auto-Submitted", "auto-replied"); // RFC 3834 section 3.1.7
        Optional<String> id = Optional.ofNullable(original.getMessageID());
        if (id.isPresent()) {
            message.setHeader("In-Reply-To", id.get());
            message.setHeader("References", id.get());
        }
        message.setContent(report, report.getContentType());
        message.saveChanges();
        return message;
    }

    /** A part of text that the mail library has no handler for. */
    private static MimeBodyPart part(String text, String type) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, StandardCharsets.UTF_8.name());
        part.setHeader("Content-Type", type);
        return part;
    }

    private Attachment attachment(Mail mail, Notification notification) {
        if (attachment == Attachment.NONE) {
            return Attachment.NONE;
        }
        if (notification.action() != Action.FAILED) {
            return Attachment.HEADS;
        }
        return mail.dsnParameters()
                .flatMap(DsnParameters::getRetParameter)
                .map(ret -> ret == DsnParameters.Ret.FULL ? Attachment.MESSAGE : Attachment.HEADS)
                .orElse(attachment);
    }

    @Override
    public String getMailetInfo() {
        return "Tells the sender of a mail that it failed or waits";
    }
}
