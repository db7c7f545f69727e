package io.sluice.mailets;

import io.sluice.delivery.DeliverySettings;
import io.sluice.posture.OutgoingMail;
import io.sluice.posture.Sighting;
import java.util.Optional;
import org.apache.mailet.Mail;

/** Reads from an outgoing mail who sends it, who signed it, and from where it leaves. Stateless. */
final class SightingReader {
    private SightingReader() {}

    /** Empty when the From header names no domain. Never throws: nothing of this may hold up a mail. */
    static Optional<Sighting> read(Mail mail, DeliverySettings settings) {
        return OutgoingMail.of(mail)
                .map(sender -> new Sighting(
                        sender.from(),
                        sender.envelope(),
                        sender.signatures(),
                        settings.transport().bind(),
                        Optional.of(settings.transport().heloName())));
    }
}
