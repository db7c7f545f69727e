package io.sluice.mailets;

import io.sluice.dsn.Action;
import io.sluice.reply.PrintableLine;
import io.sluice.reply.RemoteHost;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;

/** A notification in words, and in the fields of RFC 3464. Whatever comes from outside is made one printable line. */
final class StatusText {
    private static final AttributeName ARRIVAL = AttributeName.of("dsn-arrival-date");
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ENGLISH);
    private static final String END = "\r\n";
    private static final int LONGEST_SUBJECT = 200;
    private static final int LONGEST_ID = 500;

    private final Mail mail;
    private final Notification notification;
    private final String reportingMta;

    StatusText(Mail mail, Notification notification, String reportingMta) {
        this.mail = mail;
        this.notification = notification;
        this.reportingMta = reportingMta;
    }

    /** The subject of the notification. */
    String subject(String original) {
        String bare = PrintableLine.of(original, LONGEST_SUBJECT);
        String event =
                switch (notification.action()) {
                    case DELAYED -> "Mail delayed";
                    case RELAYED -> "Mail relayed";
                    default -> "Mail not delivered";
                };
        return bare.isEmpty() ? event : event + ": " + bare;
    }

    /** For people. */
    String words() {
        StringBuilder text = new StringBuilder("This is the mail server " + reportingMta + "." + END + END);
        text.append(event()).append(END).append(END);
        notification.recipients().forEach(recipient -> text.append("    ")
                .append(recipient.asString())
                .append(END));
        if (!notification.reply().isEmpty()) {
            text.append(END).append(speaker()).append(END).append(END);
            text.append("    ").append(notification.reply()).append(END);
        }
        notification.lastAttempt().ifPresent(time -> text.append(END)
                .append("It was tried last on ")
                .append(date(time))
                .append('.')
                .append(END));
        return text.toString();
    }

    private String event() {
        if (delayed()) {
            String until = notification
                    .retryUntil()
                    .map(time -> " until " + date(time))
                    .orElse("");
            return "Your mail could not be delivered yet. It will be tried" + until
                    + "; you need not send it again. It waits for:";
        }
        if (notification.action() == Action.RELAYED) {
            return "Your mail was handed to a server that does not say whether it delivers mail. You will hear no more of it"
                    + " unless that fails. Recipients:";
        }
        return notification.tooLate()
                ? "Your mail was not delivered by the time that was set for it, and will not be tried again. Recipients:"
                : "Your mail could not be delivered, and will not be tried again. Recipients:";
    }

    private String speaker() {
        String host = host(notification.remote());
        if (!notification.spoken()) {
            return "The reason:";
        }
        return host.isEmpty() ? "The receiving server said:" : "The server " + host + " said:";
    }

    /** For programs: the body of {@code message/delivery-status}. */
    String fields() {
        StringBuilder fields = new StringBuilder();
        add(fields, "Reporting-MTA", "dns; " + reportingMta);
        Optional<DsnParameters> dsn = mail.dsnParameters();
        dsn.flatMap(DsnParameters::getEnvIdParameter)
                .ifPresent(id -> add(fields, "Original-Envelope-Id", decoded(id.asString())));
        arrival().ifPresent(time -> add(fields, "Arrival-Date", date(time)));
        for (MailAddress recipient : notification.recipients()) {
            fields.append(END);
            addRecipient(fields, recipient, dsn);
        }
        return fields.toString();
    }

    private void addRecipient(StringBuilder fields, MailAddress recipient, Optional<DsnParameters> dsn) {
        dsn.flatMap(given -> Optional.ofNullable(given.getRcptParameters().get(recipient)))
                .flatMap(DsnParameters.RecipientDsnParameters::getOrcptParameter)
                .ifPresent(original -> add(fields, "Original-Recipient", address(original)));
        add(fields, "Final-Recipient", address(recipient));
        add(fields, "Action", notification.action().token());
        add(
                fields,
                "Status",
                notification.status().type() + "." + notification.status().subject() + "."
                        + notification.status().detail());
        String host = host(notification.remote());
        if (!host.isEmpty()) {
            add(fields, "Remote-MTA", "dns; " + host);
        }
        if (!notification.reply().isEmpty()) {
            add(fields, "Diagnostic-Code", (notification.spoken() ? "smtp; " : "x-sluice; ") + notification.reply());
        }
        notification.lastAttempt().ifPresent(time -> add(fields, "Last-Attempt-Date", date(time)));
        notification.retryUntil().ifPresent(time -> add(fields, "Will-Retry-Until", date(time)));
    }

    private boolean delayed() {
        return notification.action() == Action.DELAYED;
    }

    private Optional<ZonedDateTime> arrival() {
        return AttributeUtils.getValueAndCastFromMail(mail, ARRIVAL, ZonedDateTime.class)
                .or(() -> Optional.ofNullable(mail.getLastUpdated())
                        .map(time -> time.toInstant().atZone(ZoneOffset.UTC)));
    }

    private static String decoded(String xtext) {
        return PrintableLine.of(DsnParameters.XText.decode(xtext), LONGEST_ID);
    }

    private static String host(RemoteHost remote) {
        return remote.name().isEmpty() && !remote.ip().isEmpty() ? "[" + remote.ip() + "]" : remote.name();
    }

    /** With its kind; what is not ASCII as RFC 6533 section 3 writes it. */
    private static String address(MailAddress address) {
        String text = address.asString();
        if (text.chars().allMatch(StatusText::isAscii)) {
            return "rfc822; " + text;
        }
        return "utf-8; "
                + text.codePoints()
                        .mapToObj(c -> isAscii(c) && c != '\\' ? Character.toString(c) : "\\x{%X}".formatted(c))
                        .collect(Collectors.joining());
    }

    private static String date(ZonedDateTime time) {
        return DATE.format(time);
    }

    /** Adds a field, folded where it is long. */
    private static void add(StringBuilder fields, String name, String value) {
        StringBuilder line = new StringBuilder(name).append(':');
        for (String word : List.of(ascii(value).split(" "))) {
            if (line.length() + word.length() > 75 && line.length() > name.length() + 1) {
                fields.append(line).append(END);
                line = new StringBuilder();
            }
            line.append(' ').append(word);
        }
        fields.append(line).append(END);
    }

    private static String ascii(String text) {
        StringBuilder ascii = new StringBuilder();
        text.codePoints().forEach(c -> ascii.append(isAscii(c) ? (char) c : '?'));
        return ascii.toString();
    }

    private static boolean isAscii(int c) {
        return c >= ' ' && c <= '~';
    }
}
