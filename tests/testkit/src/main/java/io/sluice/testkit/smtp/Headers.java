package io.sluice.testkit.smtp;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Finds fields in the header section of a message without parsing the rest (RFC 5322 section 2.2). */
final class Headers {

    private Headers() {}

    /** Returns the length of the header section, without the empty line; the whole length when there is no body. */
    static int length(byte[] message, int length) {
        int start = 0;
        while (start < length) {
            int end = endOfLine(message, start, length);
            if (end == start || (end == start + 1 && message[start] == '\r')) {
                return start;
            }
            start = end + 1;
        }
        return length;
    }

    static Optional<String> find(byte[] message, int length, String name) {
        int headers = length(message, length);
        int start = 0;
        while (start < headers) {
            int end = endOfField(message, start, headers);
            if (isNamed(message, start, end, name)) {
                String value = new String(
                        message, start + name.length() + 1, end - start - name.length() - 1, StandardCharsets.UTF_8);
                return Optional.of(value.replace("\r", "").replace("\n", "").strip());
            }
            start = end + 1;
        }
        return Optional.empty();
    }

    private static int endOfField(byte[] message, int start, int length) {
        int end = endOfLine(message, start, length);
        while (end + 1 < length && (message[end + 1] == ' ' || message[end + 1] == '\t')) {
            end = endOfLine(message, end + 1, length);
        }
        return end;
    }

    private static int endOfLine(byte[] message, int start, int length) {
        int end = start;
        while (end < length && message[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isNamed(byte[] message, int start, int end, String name) {
        if (end - start <= name.length() || message[start + name.length()] != ':') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (Character.toLowerCase((char) message[start + i]) != Character.toLowerCase(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
