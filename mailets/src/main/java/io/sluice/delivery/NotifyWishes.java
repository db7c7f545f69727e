package io.sluice.delivery;

import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.apache.mailet.DsnParameters;

/** What the sender said about notifications (RFC 3461 section 4.1). */
public final class NotifyWishes {
    private NotifyWishes() {}

    /** Whether the sender asked to be told; what he left open he did not ask for. */
    public static boolean asksFor(DsnParameters.Notify event, Optional<DsnParameters> given, MailAddress recipient) {
        return given.flatMap(dsn -> Optional.ofNullable(dsn.getRcptParameters().get(recipient)))
                .flatMap(DsnParameters.RecipientDsnParameters::getNotifyParameter)
                .filter(wanted -> wanted.contains(event))
                .isPresent();
    }

    /**
     * Whether the sender wants to be told.
     *
     * @param given what he said with the mail; what he left open is for us to decide, and then he is told
     */
    public static boolean wants(DsnParameters.Notify event, Optional<DsnParameters> given, MailAddress recipient) {
        return given.flatMap(dsn -> Optional.ofNullable(dsn.getRcptParameters().get(recipient)))
                .flatMap(DsnParameters.RecipientDsnParameters::getNotifyParameter)
                .map(wanted -> wanted.contains(event))
                .orElse(true);
    }
}
