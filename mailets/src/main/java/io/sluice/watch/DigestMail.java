package io.sluice.watch;

import java.util.List;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.AddressException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MailAddress;
import org.apache.mailet.MailetContext;

/**
 * Sends digests by mail, through James's own spool. The envelope has the null sender and the header says that it was made by
 * a program (RFC 3834), so that nothing answers it and no loop comes of it.
 */
public final class DigestMail implements MailDigest.Sender {
    private final MailetContext context;
    private final EventSettings settings;

    public DigestMail(MailetContext context, EventSettings settings) {
        this.context = context;
        this.settings = settings;
    }

    @Override
    public void send(List<Event> events, long leftOut) {
        try {
            MailAddress recipient = settings.mail().equals(EventSettings.POSTMASTER)
                    ? context.getPostmaster()
                    : new MailAddress(settings.mail());
            MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
            message.setFrom(new InternetAddress(context.getPostmaster().asString()));
            message.setRecipient(MimeMessage.RecipientType.TO, new InternetAddress(recipient.asString()));
            message.setSubject(subject(events), "UTF-8");
            message.setHeader("Auto-Submitted", "auto-generated");
            message.setText(text(events, leftOut), "UTF-8");
            message.saveChanges();
            context.sendMail(MailAddress.nullSender(), List.of(recipient), message);
        } catch (AddressException e) {
            throw new IllegalStateException("The address of events.mail was checked at the start", e);
        } catch (MessagingException e) {
            throw new IllegalStateException("James does not take the mail about events: " + e.getMessage(), e);
        }
    }

    private static String subject(List<Event> events) {
        long troubles = events.stream().filter(event -> event.kind().trouble()).count();
        if (events.size() == 1) {
            Event event = events.get(0);
            return "[Sluice] " + event.kind().token() + (event.about().isEmpty() ? "" : " " + event.about());
        }
        return "[Sluice] " + events.size() + " events, " + troubles + " of trouble";
    }

    private static String text(List<Event> events, long leftOut) {
        StringBuilder text = new StringBuilder("What happened on this mail server:\r\n\r\n");
        events.forEach(event -> text.append(event.at())
                .append("  ")
                .append(event.kind().token())
                .append("\r\n  ")
                .append(event.text())
                .append("\r\n\r\n"));
        if (leftOut > 0) {
            text.append("And ").append(leftOut).append(" more, which are in the log.\r\n\r\n");
        }
        return text.append("GET /microsoft/lanes shows how the lanes stand now.\r\n")
                .toString();
    }
}
