package io.sluice.mailets;

import io.sluice.delivery.DeliverySettings;
import io.sluice.microsoft.DomainNames;
import io.sluice.posture.Sighting;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.james.core.MaybeSender;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads from the headers of an outgoing mail who sends it and who signed it. Stateless. */
final class SightingReader {
    private static final Logger LOGGER = LoggerFactory.getLogger(SightingReader.class);
    private static final int LONGEST_FROM = 2000;

    private SightingReader() {}

    /** Empty when the From header names no domain. Never throws: nothing of this may hold up a mail. */
    static Optional<Sighting> read(Mail mail, DeliverySettings settings) {
        try {
            MimeMessage message = mail.getMessage();
            Optional<String> domain = fromDomain(message.getHeader("From", null));
            String[] signatures = message.getHeader("DKIM-Signature");
            return domain.map(from -> new Sighting(
                    from,
                    envelope(mail.getMaybeSender()),
                    signatures == null ? List.of() : Sighting.signatures(List.of(signatures)),
                    settings.transport().bind(),
                    Optional.of(settings.transport().heloName())));
        } catch (MessagingException | RuntimeException e) {
            LOGGER.debug("Who sends mail {} cannot be read", mail.getName(), e);
            return Optional.empty();
        }
    }

    private static Optional<String> fromDomain(String header) throws MessagingException {
        if (header == null || header.length() > LONGEST_FROM) {
            return Optional.empty();
        }
        InternetAddress[] addresses = InternetAddress.parseHeader(header, false);
        if (addresses.length == 0 || addresses[0].getAddress() == null) {
            return Optional.empty();
        }
        String address = addresses[0].getAddress();
        return domain(address.substring(address.lastIndexOf('@') + 1)).filter(name -> address.indexOf('@') > 0);
    }

    private static Optional<String> envelope(MaybeSender sender) {
        return sender.asOptional().flatMap(address -> domain(address.getDomain().asString()));
    }

    private static Optional<String> domain(String text) {
        return DomainNames.normalise(text).filter(name -> name.indexOf('.') > 0 && !isAddress(name));
    }

    private static boolean isAddress(String name) {
        return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
