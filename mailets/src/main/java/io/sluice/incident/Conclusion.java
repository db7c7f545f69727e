package io.sluice.incident;

import java.time.Instant;
import java.util.Set;

/**
 * Whose fault it is that mail is refused.
 *
 * @param since when it began, to two minutes
 * @param signs the refusals that it is about
 */
public record Conclusion(
        Kind kind, Place place, Instant since, Set<Sign> signs, Evidence evidence, Confidence confidence) {
    public Conclusion {
        signs = Set.copyOf(signs);
    }

    boolean isAs(Conclusion other) {
        return kind == other.kind && place.isAs(other.place);
    }

    /** What happened, in a few words. */
    public String title() {
        return Words.title(this);
    }

    /** What happened, the numbers, and how sure that is. */
    public String what() {
        return Words.what(this);
    }

    /** What lanes do about it. */
    public String lanes() {
        return Words.lanes(this);
    }

    /** What a person can do about it. */
    public String advice() {
        return Words.advice(this);
    }
}
