package io.sluice.reply;

import java.util.Locale;
import java.util.Optional;

/**
 * How a rule is known.
 *
 * @param source where it was read
 * @param verified how far it was confirmed
 * @param firstSeen year, or year and month, of the oldest reply that was read, such as {@code 2019-08}
 * @param lastSeen year, or year and month, of the newest reply that was read, such as {@code 2025-07}
 */
public record Provenance(String source, Verified verified, Optional<String> firstSeen, Optional<String> lastSeen) {
    /** How far a rule was confirmed. */
    public enum Verified {
        /** A real reply was read. */
        SEEN,
        /** Microsoft documents it. */
        DOCUMENTED,
        /** Only a secondary source tells of it. */
        SECONDARY,
        /** General knowledge. */
        UNVERIFIED;

        /** The name in the rule file, for example {@code seen}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
