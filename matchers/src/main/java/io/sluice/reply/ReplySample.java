package io.sluice.reply;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A reply that no rule knew, without what belongs to somebody.
 *
 * @param text the redacted reply, in one printable line of at most {@value ReplyRedactor#LONGEST} characters
 * @param service the Microsoft service that was spoken to; empty when it is not known
 * @param stage when it was said
 * @param firstSeen when it was seen first
 * @param lastSeen when it was seen last
 * @param count how many recipients it concerned; positive
 */
public record ReplySample(
        String text, Optional<Service> service, SmtpStage stage, Instant firstSeen, Instant lastSeen, long count) {
    public ReplySample {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(service, "service");
        Objects.requireNonNull(stage, "stage");
        if (count < 1) {
            throw new IllegalArgumentException("A sample was seen at least once, not " + count + " times");
        }
        if (lastSeen.isBefore(firstSeen)) {
            throw new IllegalArgumentException("Seen last at " + lastSeen + ", before first at " + firstSeen);
        }
    }

    /** Both as one; the text, the service and the stage are the same. */
    ReplySample and(ReplySample other) {
        return new ReplySample(
                text,
                service,
                stage,
                firstSeen.isBefore(other.firstSeen) ? firstSeen : other.firstSeen,
                lastSeen.isAfter(other.lastSeen) ? lastSeen : other.lastSeen,
                count + other.count);
    }
}
