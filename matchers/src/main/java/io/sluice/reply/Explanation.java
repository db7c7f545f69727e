package io.sluice.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Why a rule matched a reply.
 *
 * @param ruleId the rule; empty when none matched
 * @param reasons all that the rule asks for, and what of the reply satisfied it; empty when none matched
 * @param quoted the reply that the rule read, when it is one that is quoted inside the reply
 */
public record Explanation(Optional<String> ruleId, List<Reason> reasons, Optional<String> quoted) {
    /** Which part of a reply a rule looks at. */
    public enum Part {
        /** Whether it is Microsoft's. */
        ORIGIN,
        CODE,
        ENHANCED_CODE,
        NO_REPLY,
        STAGE,
        SERVICE,
        MARK,
        WORDS,
        PATTERN;

        /** The name in output, for example {@code enhanced-code}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One thing that the rule asks for.
     *
     * @param part what it looks at
     * @param wanted what the rule wants, as it stands in the rule file; several values with blanks between them
     * @param found what the reply has; text in lower case; printable and bounded as the reply is
     */
    public record Reason(Part part, String wanted, String found) {}

    public Explanation {
        reasons = List.copyOf(reasons);
    }
}
