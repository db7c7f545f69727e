package io.sluice.delivery;

import io.sluice.outbox.Outbox;
import java.util.List;
import java.util.Set;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves out what James's spool hands over again after a crash although the outbox has it. Safe for several threads. */
final class Redeliveries {
    private static final Logger LOGGER = LoggerFactory.getLogger(Redeliveries.class);

    private final DeliveryObserver observer;

    Redeliveries(DeliveryObserver observer) {
        this.observer = observer;
    }

    /**
     * Takes the recipients off the mail for whom it was taken before. So it stays, also when the rest cannot be stored and
     * is tried again.
     *
     * @return whether there are others
     */
    boolean leaveOut(Mail mail, Outbox outbox) {
        List<String> recipients =
                mail.getRecipients().stream().map(MailAddress::asString).toList();
        Set<String> taken = outbox.takenBefore(StoredMails.identity(mail), recipients);
        if (!taken.isEmpty()) {
            LOGGER.warn(
                    "Mail {} came from James's spool again after a crash; the outbox took it before for {} of {} recipients,"
                            + " who are left out this once",
                    mail.getName(),
                    taken.size(),
                    recipients.size());
            observer.takenBefore(taken.size());
            mail.setRecipients(mail.getRecipients().stream()
                    .filter(recipient -> !taken.contains(recipient.asString()))
                    .toList());
        }
        return !mail.getRecipients().isEmpty();
    }
}
