package io.sluice.outbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What all entries of a message share.
 *
 * @param size length of the body in bytes
 * @param eightBit whether the body has bytes above 127
 */
public record StoredMessage(
        long id,
        String name,
        Optional<String> sender,
        Map<String, String> attributes,
        long size,
        boolean eightBit,
        Instant stored) {
    public StoredMessage {
        attributes = Map.copyOf(attributes);
    }
}
