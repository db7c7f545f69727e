package io.sluice.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import java.time.Instant;
import java.util.Optional;

/**
 * Why an entry was deferred last.
 *
 * @param reply what the first recipient was told; it came from outside
 */
record DeferralLine(
        @JsonProperty("class") String deferralClass,
        String scope,
        String rule,
        String advice,
        String stage,
        String host,
        String ip,
        boolean known,
        Instant first,
        Instant last,
        String reply) {
    /** Empty when it was not deferred. */
    static Optional<DeferralLine> of(Entry entry) {
        return entry.lastDeferral().map(why -> of(entry, why));
    }

    private static DeferralLine of(Entry entry, Deferral why) {
        return new DeferralLine(
                why.deferralClass().token(),
                why.scope().token(),
                why.ruleId(),
                why.advice(),
                why.stage().token(),
                why.remote().name(),
                why.remote().ip(),
                why.known(),
                why.first(),
                why.last(),
                entry.recipients().get(0).lastReply().orElse(""));
    }
}
