package io.sluice.reach;

import io.sluice.reply.PrintableLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the replies of whoever is at the other end (RFC 5321 section 4.2), of bounded length, and not a byte beyond: what
 * follows belongs to TLS. For one thread.
 */
final class BoundedReplies {
    private static final int LONGEST_LINE = 2048;
    private static final int MOST_LINES = 100;
    private static final int LONGEST_TEXT = 200;

    private final InputStream in;

    /** @param in not buffered */
    BoundedReplies(InputStream in) {
        this.in = in;
    }

    /**
     * A reply.
     *
     * @param lines the texts behind the codes, printable and bounded
     */
    record Reply(int code, List<String> lines) {
        boolean isPositive() {
            return code >= 200 && code < 400;
        }

        String words() {
            return code + " " + (lines.isEmpty() ? "" : lines.get(lines.size() - 1));
        }
    }

    /** What came is no reply. */
    static final class NotSmtpException extends IOException {
        private static final long serialVersionUID = 1L;

        NotSmtpException(String message) {
            super(message);
        }
    }

    /** The connection ended. */
    static final class ClosedException extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedException() {
            super("the connection was closed");
        }
    }

    Reply read() throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < MOST_LINES) {
            String line = line();
            int code = code(line);
            boolean last = line.length() == 3 || line.charAt(3) == ' ';
            if (!last && line.charAt(3) != '-') {
                throw noReply(line);
            }
            lines.add(PrintableLine.of(line.length() > 4 ? line.substring(4) : "", LONGEST_TEXT));
            if (last) {
                return new Reply(code, List.copyOf(lines));
            }
        }
        throw new NotSmtpException("a reply of more than " + MOST_LINES + " lines");
    }

    private static int code(String line) throws NotSmtpException {
        boolean code = line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && line.chars().limit(3).allMatch(c -> c >= '0' && c <= '9');
        if (!code) {
            throw noReply(line);
        }
        return Integer.parseInt(line.substring(0, 3));
    }

    private static NotSmtpException noReply(String line) {
        return new NotSmtpException("no reply of SMTP: " + PrintableLine.of(line, LONGEST_TEXT));
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new ClosedException();
            }
            if (next == '\n') {
                int end = line.length();
                return line.substring(0, end > 0 && line.charAt(end - 1) == '\r' ? end - 1 : end);
            }
            if (line.length() >= LONGEST_LINE) {
                throw new NotSmtpException("a line of more than " + LONGEST_LINE + " characters: "
                        + PrintableLine.of(line.toString(), LONGEST_TEXT));
            }
            line.append(new String(new byte[] {(byte) next}, StandardCharsets.ISO_8859_1));
        }
    }
}
