package io.sluice.delivery;

import io.sluice.delivery.transport.Envelope;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.NewMessage;
import io.sluice.outbox.StoredMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import javax.mail.internet.AddressException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.MailImpl;
import org.apache.james.server.core.MimeMessageInputStreamSource;
import org.apache.james.server.core.MimeMessageWrapper;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns James's mails into messages of the outbox and back. */
final class StoredMails {
    private static final Logger LOGGER = LoggerFactory.getLogger(StoredMails.class);

    /** Keys that are no mail attributes: what James keeps in fields of its own. */
    private static final String REMOTE_HOST = "\u0001remote-host";

    private static final String REMOTE_ADDRESS = "\u0001remote-address";
    private static final String FIELD = "\u0001";

    private StoredMails() {}

    /**
     * The message of a mail. Attributes that have no JSON form do not survive, as in James's own queues; neither does the
     * wish to be held, which is for this time only.
     *
     * @param deadline takes the place of whatever the mail says itself
     */
    static NewMessage toMessage(Mail mail, Optional<Instant> deadline) {
        Map<String, String> attributes = new TreeMap<>();
        mail.attributes()
                .filter(attribute -> !HoldAttributes.ALL.contains(attribute.getName()))
                .forEach(attribute -> attribute
                        .getValue()
                        .toJson()
                        .ifPresent(json -> attributes.put(attribute.getName().asString(), json.toString())));
        attributes.remove(SluiceAttributes.DELIVER_BY.asString());
        deadline.flatMap(time -> AttributeValue.of(time.atZone(ZoneOffset.UTC)).toJson())
                .ifPresent(json -> attributes.put(SluiceAttributes.DELIVER_BY.asString(), json.toString()));
        Optional.ofNullable(mail.getRemoteHost()).ifPresent(host -> attributes.put(REMOTE_HOST, host));
        Optional.ofNullable(mail.getRemoteAddr()).ifPresent(address -> attributes.put(REMOTE_ADDRESS, address));
        Optional<String> sender = mail.getMaybeSender().asOptional().map(MailAddress::asString);
        return new NewMessage(mail.getName(), sender, attributes, identity(mail), out -> write(mail, out));
    }

    /**
     * What a mail is known by when James's spool hands it over a second time. Not its whole name: James gives the parts into
     * which matchers split a mail the name of the mail and a random number behind it. Not its bytes: mailets may sign it, or
     * add to it, in another way each time.
     */
    static String identity(Mail mail) {
        return root(mail.getName()) + '\n' + mail.getMaybeSender().asString("") + '\n' + messageId(mail);
    }

    /** Without the "-!123" at its end, however many there are. */
    private static String root(String name) {
        int end = name.length();
        int digit = end;
        while (digit > 2) {
            digit--;
            char c = name.charAt(digit);
            if (c == '!' && digit < end - 1 && name.charAt(digit - 1) == '-') {
                end = digit - 1;
                digit = end;
            } else if (c < '0' || c > '9') {
                break;
            }
        }
        return name.substring(0, end);
    }

    private static String messageId(Mail mail) {
        try {
            return Objects.requireNonNullElse(mail.getMessage().getMessageID(), "");
        } catch (MessagingException e) {
            return ""; // whether it can be read shows when it is stored
        }
    }

    private static void write(Mail mail, OutputStream out) throws IOException {
        try {
            mail.getMessage().writeTo(out);
        } catch (MessagingException e) {
            throw new IOException("Cannot read mail " + mail.getName(), e);
        }
    }

    /** The mail again, for these recipients. The caller disposes it. */
    static MailImpl toMail(StoredMessage message, String name, Collection<String> recipients, InputStream body)
            throws MessagingException {
        MailImpl.Builder builder = MailImpl.builder()
                .name(name)
                .sender(address(message.sender()))
                .addRecipients(addresses(recipients))
                .lastUpdated(Date.from(message.stored()));
        message.attributes().forEach((key, value) -> {
            if (!key.startsWith(FIELD)) {
                attribute(key, value).ifPresent(builder::addAttribute);
            }
        });
        Optional.ofNullable(message.attributes().get(REMOTE_HOST)).ifPresent(builder::remoteHost);
        Optional.ofNullable(message.attributes().get(REMOTE_ADDRESS)).ifPresent(builder::remoteAddr);
        MailImpl mail = builder.build();
        mail.setMessageNoCopy(new MimeMessageWrapper(MimeMessageInputStreamSource.create(name, body)));
        return mail;
    }

    /** The envelope of a transaction, with what the client asked for by RFC 3461. */
    static Envelope envelope(StoredMessage message, Collection<String> recipients) {
        Optional<DsnParameters> dsn = dsnParameters(message);
        List<Envelope.EnvelopeRecipient> forwardPaths = new ArrayList<>();
        for (String recipient : recipients) {
            Optional<DsnParameters.RecipientDsnParameters> parameters = dsn.flatMap(
                    given -> Optional.ofNullable(given.getRcptParameters().get(unchecked(recipient))));
            forwardPaths.add(new Envelope.EnvelopeRecipient(
                    recipient,
                    parameters
                            .flatMap(DsnParameters.RecipientDsnParameters::getNotifyParameter)
                            .map(StoredMails::notifyValue),
                    parameters
                            .flatMap(DsnParameters.RecipientDsnParameters::getOrcptParameter)
                            .map(original -> "rfc822;" + original.asString())));
        }
        return new Envelope(
                message.sender(),
                forwardPaths,
                dsn.flatMap(DsnParameters::getRetParameter).map(Enum::name),
                dsn.flatMap(DsnParameters::getEnvIdParameter).map(DsnParameters.EnvId::asString));
    }

    /** Those of these recipients about whom the sender wants to be told. */
    static List<String> wanting(DsnParameters.Notify event, StoredMessage message, Collection<String> recipients) {
        Optional<DsnParameters> dsn = dsnParameters(message);
        return recipients.stream()
                .filter(recipient -> NotifyWishes.wants(event, dsn, unchecked(recipient)))
                .toList();
    }

    /** Those of these recipients about whom the sender asked to be told when they have the mail. */
    static List<String> askingForSuccess(StoredMessage message, Collection<String> recipients) {
        Optional<DsnParameters> dsn = dsnParameters(message);
        return recipients.stream()
                .filter(recipient -> NotifyWishes.asksFor(DsnParameters.Notify.SUCCESS, dsn, unchecked(recipient)))
                .toList();
    }

    private static Optional<DsnParameters> dsnParameters(StoredMessage message) {
        return DsnParameters.fromAttributeValue(DsnParameters.DsnAttributeValues.extract(dsnAttributes(message)));
    }

    /** One attribute of the mail. */
    static Optional<Attribute> attribute(StoredMessage message, AttributeName name) {
        return Optional.ofNullable(message.attributes().get(name.asString()))
                .flatMap(json -> attribute(name.asString(), json));
    }

    private static String notifyValue(EnumSet<DsnParameters.Notify> values) {
        return values.stream().map(Enum::name).collect(Collectors.joining(","));
    }

    private static Map<AttributeName, Attribute> dsnAttributes(StoredMessage message) {
        Map<AttributeName, Attribute> attributes = new LinkedHashMap<>();
        message.attributes().forEach((key, value) -> {
            if (key.startsWith("dsn-")) {
                attribute(key, value).ifPresent(attribute -> attributes.put(attribute.getName(), attribute));
            }
        });
        return attributes;
    }

    private static Optional<Attribute> attribute(String name, String json) {
        try {
            return Optional.of(new Attribute(AttributeName.of(name), AttributeValue.fromJsonString(json)));
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("Attribute {} of a stored mail cannot be read and is left out", name, e);
            return Optional.empty();
        }
    }

    private static Optional<MailAddress> address(Optional<String> sender) throws AddressException {
        return sender.isPresent() ? Optional.of(new MailAddress(sender.get())) : Optional.empty();
    }

    private static List<MailAddress> addresses(Collection<String> recipients) throws AddressException {
        List<MailAddress> result = new ArrayList<>();
        for (String recipient : recipients) {
            result.add(new MailAddress(recipient));
        }
        return result;
    }

    private static MailAddress unchecked(String recipient) {
        try {
            return new MailAddress(recipient);
        } catch (AddressException e) {
            throw new IllegalStateException("Stored address is not one: " + recipient, e);
        }
    }
}
