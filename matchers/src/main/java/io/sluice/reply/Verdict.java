package io.sluice.reply;

import java.time.Duration;

/**
 * What a reply means in practice and what to do about it.
 *
 * @param deferralClass why
 * @param scope what it applies to
 * @param temporary whether trying again later can help <em>in practice</em>, whatever the first digit says
 * @param remedy what the sender does
 * @param earliestRetry the earliest useful retry after the reply; zero when it may be retried at once
 * @param advice plain words for the operator, one or two sentences
 * @param ruleId the rule that matched, for example {@code consumer-ip-rate-limited}
 */
public record Verdict(
        DeferralClass deferralClass,
        Scope scope,
        boolean temporary,
        Remedy remedy,
        Duration earliestRetry,
        String advice,
        String ruleId) {
    public Verdict {
        if (earliestRetry.isNegative()) {
            throw new IllegalArgumentException("The earliest retry lies in the past: " + earliestRetry);
        }
        if (temporary == (remedy == Remedy.BOUNCE)) {
            throw new IllegalArgumentException(
                    "Rule " + ruleId + ": a temporary verdict does not bounce, a permanent one does");
        }
    }
}
