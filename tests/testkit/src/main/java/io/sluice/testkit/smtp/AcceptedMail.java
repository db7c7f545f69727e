package io.sluice.testkit.smtp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mail that the receiver took.
 *
 * @param sender the envelope sender, empty for the null sender.
 * @param recipients the accepted recipients, in order.
 * @param content the header section and, under {@link Recording#MESSAGES}, the body, as ISO 8859-1 text, which keeps
 *     every byte.
 * @param size bytes received, without dot stuffing and the final dot.
 * @param checksum CRC-32C of the whole message.
 * @param session number of the session that brought it.
 * @param peer the textual IP address that it came from.
 * @param tls whether it came encrypted.
 * @param at when it was accepted.
 */
public record AcceptedMail(
        String sender,
        List<String> recipients,
        String content,
        int size,
        long checksum,
        long session,
        String peer,
        boolean tls,
        Instant at) {

    /** Copies the recipients. */
    public AcceptedMail {
        recipients = List.copyOf(recipients);
    }

    /**
     * A header.
     *
     * @param name the field name, in any case.
     * @return the first value, unfolded.
     */
    public Optional<String> header(String name) {
        byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
        return Headers.find(bytes, bytes.length, name);
    }
}
