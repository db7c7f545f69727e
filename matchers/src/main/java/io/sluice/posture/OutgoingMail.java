package io.sluice.posture;

import io.sluice.microsoft.DomainNames;
import java.util.List;
import java.util.Optional;
import javax.mail.MessagingException;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the headers and the envelope of an outgoing mail say about its sender.
 *
 * @param from the domain of the From header (RFC 5322 section 3.6.2), of the first author where there are several
 * @param envelope the domain of MAIL FROM; empty for a null sender
 * @param signatures the keys that DKIM-Signature headers name
 */
public record OutgoingMail(String from, Optional<String> envelope, List<Selector> signatures) {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutgoingMail.class);
    private static final int LONGEST_FROM = 2000;

    public OutgoingMail {
        signatures = List.copyOf(signatures);
    }

    /** Empty when the From header names no domain. Never throws: nothing of this may hold up a mail. */
    public static Optional<OutgoingMail> of(Mail mail) {
        try {
            MimeMessage message = mail.getMessage();
            String[] signatures = message.getHeader("DKIM-Signature");
            return from(message.getHeader("From", null))
                    .map(from -> new OutgoingMail(
                            from,
                            mail.getMaybeSender()
                                    .asOptional()
                                    .flatMap(address ->
                                            domain(address.getDomain().asString())),
                            signatures == null ? List.of() : Sighting.signatures(List.of(signatures))));
        } catch (MessagingException | RuntimeException e) {
            LOGGER.debug("Who sends mail {} cannot be read", mail.getName(), e);
            return Optional.empty();
        }
    }

    private static Optional<String> from(String header) throws MessagingException {
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

    private static Optional<String> domain(String text) {
        return DomainNames.normalise(text).filter(name -> name.indexOf('.') > 0 && !isAddress(name));
    }

    private static boolean isAddress(String name) {
        return name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }
}
