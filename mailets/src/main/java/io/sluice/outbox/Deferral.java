package io.sluice.outbox;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.Objects;

/**
 * Why an entry waits.
 *
 * @param deferralClass the class of the verdict
 * @param scope what the condition applies to
 * @param ruleId the rule that matched
 * @param advice plain words for the operator
 * @param stage the stage of the reply
 * @param remote who replied
 * @param first when the mail was deferred first
 */
public record Deferral(
        DeferralClass deferralClass,
        Scope scope,
        String ruleId,
        String advice,
        SmtpStage stage,
        RemoteHost remote,
        Instant first) {
    public Deferral {
        Objects.requireNonNull(deferralClass, "deferralClass");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(advice, "advice");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(first, "first");
    }
}
