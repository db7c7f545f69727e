package io.sluice.cli.input;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Tells by its beginning what an input is. */
final class Beginning {
    /** So many bytes decide. */
    static final int LENGTH = 1024;

    private static final Set<String> STATUS_FIELDS = Set.of(
            "reporting-mta",
            "original-envelope-id",
            "dsn-gateway",
            "received-from-mta",
            "arrival-date",
            "original-recipient",
            "final-recipient");
    private static final Set<String> HEADERS = Set.of(
            "return-path",
            "received",
            "delivered-to",
            "envelope-to",
            "from",
            "to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "content-type",
            "auto-submitted",
            "authentication-results",
            "dkim-signature",
            "received-spf");
    private static final Set<String> HEADER_FAMILIES = Set.of("x-", "arc-");

    /** What an input can be. */
    enum Kind {
        LINES,
        MESSAGE,
        /** The fields of a {@code message/delivery-status} part. */
        STATUS,
        MAILBOX
    }

    private Beginning() {}

    static Kind of(byte[] bytes, int length) {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith("From ")) {
            int end = text.indexOf('\n');
            return end > 0 && isHeader(text.substring(end + 1)) ? Kind.MAILBOX : Kind.LINES;
        }
        if (STATUS_FIELDS.contains(name(text))) {
            return Kind.STATUS;
        }
        return isHeader(text) ? Kind.MESSAGE : Kind.LINES;
    }

    private static boolean isHeader(String text) {
        String name = name(text);
        return HEADERS.contains(name) || HEADER_FAMILIES.stream().anyMatch(name::startsWith);
    }

    /** The name of the field on the first line, in lower case; empty when it is none. */
    private static String name(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? "" : text.substring(0, colon);
        boolean wellFormed = name.chars().allMatch(c -> c > ' ' && c < 0x7F);
        return wellFormed ? name.toLowerCase(Locale.ROOT) : "";
    }
}
