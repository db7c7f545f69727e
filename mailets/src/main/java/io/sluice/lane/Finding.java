package io.sluice.lane;

import io.sluice.reply.Verdict;

/**
 * A refusal, as a lane sees it.
 *
 * @param recipient the forward path
 * @param verdict what it means
 * @param reply what was answered, in one line
 */
public record Finding(String recipient, Verdict verdict, String reply) {
    Evidence evidence() {
        return Evidence.of(verdict);
    }

    /** For people: class, rule and reply. */
    String cause() {
        return verdict.deferralClass().token() + " (" + verdict.ruleId() + "): " + reply;
    }
}
