package io.sluice.it;

import io.sluice.dsn.Action;
import io.sluice.dsn.DeliveryStatus;
import io.sluice.dsn.DeliveryStatusReader;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The notifications that senders got. */
final class Notices {
    private final Sluice sluice;

    Notices(Sluice sluice) {
        this.sluice = sluice;
    }

    /** A notification: what it says, and the mail that says it. */
    record Notice(DeliveryStatus status, AcceptedMail mail) {
        Action action() {
            return status.recipients().get(0).action();
        }
    }

    /** All about a mail, in the order of their arrival. */
    List<Notice> about(ProbeMail mail) {
        List<Notice> notices = new ArrayList<>();
        for (AcceptedMail accepted : sluice.world().other().ledger().accepted()) {
            read(accepted)
                    .filter(status -> status.originalMessageId()
                            .filter(("<" + mail.id() + "@sender.example>")::equals)
                            .isPresent())
                    .ifPresent(status -> notices.add(new Notice(status, accepted)));
        }
        return notices;
    }

    /** Those of one kind. */
    List<Notice> about(ProbeMail mail, Action action) {
        return about(mail).stream().filter(notice -> notice.action() == action).toList();
    }

    /** Waits for the first of a kind. */
    Notice await(ProbeMail mail, Action action) {
        Awaiting.until(
                "a notification about " + mail.id(), () -> !about(mail, action).isEmpty());
        return about(mail, action).get(0);
    }

    private static Optional<DeliveryStatus> read(AcceptedMail mail) {
        try {
            return new DeliveryStatusReader()
                    .read(new ByteArrayInputStream(mail.content().getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
