package io.sluice.outbox;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
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
 * @param known whether a rule knew the reply; false when only its codes were understood
 * @param parts what Microsoft put into the reply besides words
 * @param first when the mail was deferred first
 * @param last when it was deferred last: the time of the reply
 */
public record Deferral(
        DeferralClass deferralClass,
        Scope scope,
        String ruleId,
        String advice,
        SmtpStage stage,
        RemoteHost remote,
        boolean known,
        ReplyParts parts,
        Instant first,
        Instant last) {
    public Deferral {
        Objects.requireNonNull(deferralClass, "deferralClass");
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(ruleId, "ruleId");
        Objects.requireNonNull(advice, "advice");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(parts, "parts");
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(last, "last");
    }

    /** Why an entry waits after a reply with this verdict. */
    public static Deferral of(Verdict verdict, SmtpStage stage, RemoteHost remote, Instant first, Instant last) {
        return new Deferral(
                verdict.deferralClass(),
                verdict.scope(),
                verdict.ruleId(),
                verdict.advice(),
                stage,
                remote,
                verdict.known(),
                verdict.parts(),
                first,
                last);
    }

    /** The same, deferred first at another time. */
    public Deferral since(Instant time) {
        return new Deferral(deferralClass, scope, ruleId, advice, stage, remote, known, parts, time, last);
    }
}
