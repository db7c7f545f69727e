package io.sluice.dsn;

import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.PrintableLine;
import io.sluice.reply.RemoteHost;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads the body of a {@code message/delivery-status} or {@code message/global-delivery-status} part. */
final class StatusFields {
    private static final int LONGEST_ADDRESS = 512;
    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_TYPE = 40;

    private StatusFields() {}

    /** Empty when it is about no recipient. */
    static Optional<DeliveryStatus> read(InputStream body) throws IOException {
        FieldReader reader = new FieldReader(body);
        Optional<Map<String, String>> first = reader.group();
        if (first.isEmpty()) {
            return Optional.empty();
        }
        List<RecipientStatus> recipients = new ArrayList<>();
        // The fields of the message and of the first recipient run together where a server forgot the blank line.
        Optional<Map<String, String>> group = first;
        while (group.isPresent() && recipients.size() < DeliveryStatusReader.MOST_RECIPIENTS) {
            recipient(group.get()).ifPresent(recipients::add);
            group = reader.group();
        }
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        Map<String, String> message = first.get();
        return Optional.of(new DeliveryStatus(
                value(message, "reporting-mta")
                        .map(StatusFields::host)
                        .map(RemoteHost::name)
                        .filter(name -> !name.isEmpty()),
                value(message, "original-envelope-id").map(id -> PrintableLine.of(id, LONGEST_ADDRESS)),
                date(message, "arrival-date"),
                recipients,
                Optional.empty()));
    }

    private static Optional<RecipientStatus> recipient(Map<String, String> group) {
        Optional<EnhancedStatusCode> status = value(group, "status").flatMap(StatusFields::status);
        Optional<Action> action =
                value(group, "action").flatMap(Action::leading).or(() -> status.map(StatusFields::action));
        Optional<String> original = value(group, "original-recipient").map(StatusFields::address);
        Optional<String> address =
                value(group, "final-recipient").map(StatusFields::address).or(() -> original);
        if (action.isEmpty() || address.isEmpty()) {
            return Optional.empty();
        }
        Optional<Typed> diagnostic = value(group, "diagnostic-code").map(Typed::of);
        return Optional.of(new RecipientStatus(
                address.get(),
                original,
                action.get(),
                status,
                diagnostic.map(Typed::type).filter(type -> !type.isEmpty()),
                diagnostic.map(Typed::text).filter(text -> !text.isEmpty()),
                value(group, "remote-mta").map(StatusFields::host).filter(host -> !host.equals(RemoteHost.NONE)),
                date(group, "last-attempt-date"),
                date(group, "will-retry-until")));
    }

    /** James writes the whole reply here, so that the reply code stands first. */
    private static Optional<EnhancedStatusCode> status(String field) {
        int blank = field.indexOf(' ');
        return EnhancedStatusCode.leading(field)
                .or(() -> EnhancedStatusCode.leading(field.substring(blank + 1).strip()));
    }

    private static Action action(EnhancedStatusCode status) {
        return switch (status.type()) {
            case 2 -> Action.DELIVERED;
            case 4 -> Action.DELAYED;
            default -> Action.FAILED;
        };
    }

    private static String address(String field) {
        String text = Typed.of(field).text();
        boolean bracketed = text.startsWith("<") && text.endsWith(">") && text.length() > 2;
        return PrintableLine.of(bracketed ? text.substring(1, text.length() - 1) : text, LONGEST_ADDRESS);
    }

    /** {@code dns; mx.example.org}, {@code dns; [192.0.2.25]}, {@code dns; mx.example.org. (192.0.2.25, the server ...)}. */
    private static RemoteHost host(String field) {
        String text = Typed.of(field).text();
        int end = end(text);
        String word = PrintableLine.of(text.substring(0, end), LONGEST_NAME);
        if (word.startsWith("[") && word.endsWith("]")) {
            return new RemoteHost("", word.substring(1, word.length() - 1));
        }
        String rest = text.substring(end).strip();
        String behind = rest.startsWith("(") || rest.startsWith("[") ? rest.substring(1) : "";
        String ip = behind.substring(0, ipEnd(behind));
        String name = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
        return new RemoteHost(name, ip.indexOf('.') < 0 && ip.indexOf(':') < 0 ? "" : ip);
    }

    private static int end(String text) {
        int end = 0;
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '(') {
            end++;
        }
        return end;
    }

    /** Where the characters of an IP address end; nothing, if something else than the end of it follows. */
    private static int ipEnd(String text) {
        int end = 0;
        while (end < text.length() && end < 45 && isOfAddress(text.charAt(end))) {
            end++;
        }
        boolean whole = end < text.length() && !Character.isLetterOrDigit(text.charAt(end));
        return whole ? end : 0;
    }

    private static boolean isOfAddress(char c) {
        return Character.digit(c, 16) >= 0 || c == '.' || c == ':';
    }

    private static Optional<Instant> date(Map<String, String> group, String name) {
        return value(group, name).flatMap(MailDate::parse);
    }

    private static Optional<String> value(Map<String, String> group, String name) {
        return Optional.ofNullable(group.get(name)).filter(value -> !value.isEmpty());
    }

    /** A value with its kind before it, as in {@code rfc822; bob@example.org}. */
    private record Typed(String type, String text) {
        static Typed of(String field) {
            int semicolon = field.indexOf(';');
            String type = semicolon < 0 ? "" : field.substring(0, semicolon).strip();
            boolean typed = !type.isEmpty()
                    && type.length() <= LONGEST_TYPE
                    && type.chars().allMatch(Typed::isOfType);
            return typed
                    ? new Typed(
                            type.toLowerCase(Locale.ROOT),
                            field.substring(semicolon + 1).strip())
                    : new Typed("", field);
        }

        private static boolean isOfType(int c) {
            return c == '-' || c == '_' || c == '.' || (c < 0x80 && Character.isLetterOrDigit(c));
        }
    }
}
