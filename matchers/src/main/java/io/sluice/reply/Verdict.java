package io.sluice.reply;

import java.time.Duration;
import java.util.Optional;

/**
 * What a reply means in practice and what to do about it.
 *
 * @param deferralClass why
 * @param scope what it applies to
 * @param remedy what the sender does; {@link Remedy#BOUNCE} is the one remedy of a permanent verdict
 * @param earliestRetry the earliest useful retry after the reply; zero when it may be retried at once
 * @param giveUpAfter how long after its first deferral a mail may still be tried for this condition; empty when only the
 *     mail's own maximum age counts, which never is exceeded either way
 * @param advice plain words for the operator, one or two sentences
 * @param ruleId the rule that matched, for example {@code consumer-ip-rate-limited}
 * @param known whether a rule knows this condition; false when only the codes of a reply of Microsoft were understood
 * @param parts what Microsoft put into the reply besides words; {@link ReplyParts#NONE} in a rule's own verdict
 */
public record Verdict(
        DeferralClass deferralClass,
        Scope scope,
        Remedy remedy,
        Duration earliestRetry,
        Optional<Duration> giveUpAfter,
        String advice,
        String ruleId,
        boolean known,
        ReplyParts parts) {
    public Verdict {
        if (earliestRetry.isNegative()) {
            throw new IllegalArgumentException("The earliest retry lies in the past: " + earliestRetry);
        }
        if (giveUpAfter.isPresent() && giveUpAfter.get().compareTo(earliestRetry) <= 0) {
            throw new IllegalArgumentException("Rule " + ruleId + ": after the earliest retry, " + earliestRetry
                    + ", the mail is given up already: " + giveUpAfter.get());
        }
        if (giveUpAfter.isPresent() && remedy == Remedy.BOUNCE) {
            throw new IllegalArgumentException("Rule " + ruleId + ": a mail that bounces is given up at once");
        }
    }

    /** The verdict of a rule that knows its condition, on a reply without parts, to be tried until the mail's end. */
    public static Verdict of(
            DeferralClass deferralClass,
            Scope scope,
            Remedy remedy,
            Duration earliestRetry,
            String advice,
            String ruleId) {
        return new Verdict(
                deferralClass, scope, remedy, earliestRetry, Optional.empty(), advice, ruleId, true, ReplyParts.NONE);
    }

    /** Whether trying again later can help <em>in practice</em>, whatever the first digit says. */
    public boolean temporary() {
        return remedy != Remedy.BOUNCE;
    }

    /** The same, with a time after which trying is given up. */
    public Verdict givingUpAfter(Duration time) {
        return new Verdict(
                deferralClass, scope, remedy, earliestRetry, Optional.of(time), advice, ruleId, known, parts);
    }

    /** The same, of a rule that understands codes only. */
    public Verdict asUnknown() {
        return new Verdict(deferralClass, scope, remedy, earliestRetry, giveUpAfter, advice, ruleId, false, parts);
    }

    /** The same, on a reply with these parts. */
    @SuppressWarnings("ReferenceEquality") // most replies without parts have the very same; a copy is no fault
    public Verdict withParts(ReplyParts ofReply) {
        return ofReply == parts
                ? this
                : new Verdict(deferralClass, scope, remedy, earliestRetry, giveUpAfter, advice, ruleId, known, ofReply);
    }
}
