package io.sluice.testkit.mail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * A mail that is recognised wherever it turns up, by the header {@link #ID_HEADER}.
 *
 * @param id its unique identification; letters, digits and hyphens.
 * @param sender the envelope sender, empty for the null sender.
 * @param recipients the envelope recipients, at least one.
 * @param size the wanted size in bytes, header included; a mail is never smaller than its header.
 */
public record ProbeMail(String id, String sender, List<String> recipients, int size) {

    /** The header that carries {@link #id()}. */
    public static final String ID_HEADER = "X-Probe-Id";

    private static final int LINE = 76;

    /** Copies the recipients. */
    public ProbeMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("A mail has at least one recipient");
        }
    }

    /** A small mail from {@code sender@sender.example}. */
    public static ProbeMail to(String... recipients) {
        return new ProbeMail(UUID.randomUUID().toString(), "sender@sender.example", List.of(recipients), 0);
    }

    /** The same with another envelope sender, empty for the null sender. */
    public ProbeMail from(String address) {
        return new ProbeMail(id, address, recipients, size);
    }

    /** The same with another size. */
    public ProbeMail sized(int bytes) {
        return new ProbeMail(id, sender, recipients, bytes);
    }

    /** The message as sent after DATA, with CRLF line ends, without the final dot. No line starts with a dot. */
    public byte[] content() {
        String from = sender.isEmpty() ? "postmaster@sender.example" : sender;
        StringBuilder content = new StringBuilder(Math.max(size, 256))
                .append("From: <")
                .append(from)
                .append(">\r\nTo: <")
                .append(recipients.get(0))
                .append(">\r\nSubject: Probe ")
                .append(id)
                .append("\r\nMessage-ID: <")
                .append(id)
                .append("@sender.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\n")
                .append(ID_HEADER)
                .append(": ")
                .append(id)
                .append("\r\n\r\n");
        while (content.length() + LINE + 2 <= size) {
            content.append("x".repeat(LINE)).append("\r\n");
        }
        if (content.length() + 2 <= size) {
            content.append("x".repeat(size - content.length() - 2)).append("\r\n");
        }
        return content.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
