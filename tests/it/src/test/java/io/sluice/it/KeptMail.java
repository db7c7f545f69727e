package io.sluice.it;

import java.util.List;
import java.util.Map;

/**
 * A mail in a mail repository.
 *
 * @param sender the envelope sender, empty for the null sender.
 * @param attributes the mail's attributes, as text.
 * @param probe the value of the probe header, empty when it has none.
 */
record KeptMail(String key, String sender, List<String> recipients, Map<String, String> attributes, String probe) {
    KeptMail {
        recipients = List.copyOf(recipients);
        attributes = Map.copyOf(attributes);
    }

    /** An attribute, empty when the mail does not have it. */
    String attribute(String name) {
        return attributes.getOrDefault(name, "");
    }
}
