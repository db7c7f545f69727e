package io.sluice.dsn;

import io.sluice.reply.PrintableLine;
import io.sluice.reply.SmtpReply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads groups of fields, divided by blank lines (RFC 3464 section 2.1, RFC 5322 section 2.2). Unfolds them, takes them
 * as UTF-8, and makes them printable. Of a field that occurs twice the first counts. What is beyond the bounds is read
 * and dropped, so that the memory is bounded, whatever comes.
 */
final class FieldReader {
    static final int MOST_FIELDS = 200;
    static final int LONGEST_NAME = 64;
    private static final int LONGEST_LINE = 2 * SmtpReply.MAXIMUM_TEXT;

    private final InputStream in;
    /** The line that was read ahead to see whether it continues a field; null at the end. */
    private String next;

    FieldReader(InputStream in) throws IOException {
        this.in = new BufferedInputStream(in);
        this.next = line();
    }

    /** The next group that has a field, by lower case names; empty at the end of the input. */
    Optional<Map<String, String>> group() throws IOException {
        Map<String, String> group = new HashMap<>();
        while (next != null) {
            if (!next.isBlank()) {
                field(group);
            } else if (group.isEmpty()) {
                next = line();
            } else {
                break;
            }
        }
        return group.isEmpty() ? Optional.empty() : Optional.of(group);
    }

    /** Reads a field with its folded lines; a line that is no field, with what follows it, is passed over. */
    private void field(Map<String, String> group) throws IOException {
        int colon = next.indexOf(':');
        String name = colon > 0 ? next.substring(0, colon).strip().toLowerCase(Locale.ROOT) : "";
        StringBuilder value = new StringBuilder(next.substring(colon + 1));
        next = line();
        while (next != null && !next.isBlank() && isBlank(next.charAt(0))) {
            if (value.length() < LONGEST_LINE) {
                value.append(next);
            }
            next = line();
        }
        if (!name.isEmpty() && name.length() <= LONGEST_NAME && group.size() < MOST_FIELDS) {
            group.putIfAbsent(name, PrintableLine.of(value.toString(), SmtpReply.MAXIMUM_TEXT));
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** The next line without its end, cut at the bound; null at the end of the input. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (line.size() < LONGEST_LINE && b != '\r') {
                line.write(b);
            }
            b = in.read();
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
