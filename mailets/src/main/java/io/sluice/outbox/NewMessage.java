package io.sluice.outbox;

import java.util.Map;
import java.util.Optional;

/**
 * A message to store.
 *
 * @param name James's name of the mail
 * @param sender the reverse path; empty for the null sender
 * @param attributes whatever has to survive beside envelope and body, as text
 * @param identity the same when James's spool hands the mail over a second time, and another one for any other mail;
 *     see {@link Outbox#takenBefore}
 * @param body writes the message in wire format (RFC 5322, CRLF line ends)
 */
public record NewMessage(
        String name, Optional<String> sender, Map<String, String> attributes, String identity, BodySource body) {
    public NewMessage {
        attributes = Map.copyOf(attributes);
    }

    /** A message that its name tells from others. */
    public NewMessage(String name, Optional<String> sender, Map<String, String> attributes, BodySource body) {
        this(name, sender, attributes, name, body);
    }
}
