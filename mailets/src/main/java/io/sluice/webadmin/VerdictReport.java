package io.sluice.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Rule;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a reply means.
 *
 * @param earliestRetry in seconds
 * @param giveUpAfter in seconds
 * @param link where to read more
 * @param marks codes of Microsoft's rules in the reply
 * @param parts what else is in it, by name
 */
record VerdictReport(
        @JsonProperty("class") String deferralClass,
        String scope,
        String remedy,
        boolean temporary,
        String rule,
        boolean known,
        double earliestRetry,
        Optional<Double> giveUpAfter,
        String advice,
        Optional<String> link,
        List<String> marks,
        Map<String, String> parts) {
    static VerdictReport of(Verdict verdict, Optional<Rule> rule) {
        return new VerdictReport(
                verdict.deferralClass().token(),
                verdict.scope().token(),
                verdict.remedy().token(),
                verdict.temporary(),
                verdict.ruleId(),
                verdict.known(),
                seconds(verdict.earliestRetry()),
                verdict.giveUpAfter().map(VerdictReport::seconds),
                verdict.advice(),
                rule.flatMap(Rule::link),
                verdict.parts().marks(),
                parts(verdict.parts()));
    }

    private static Map<String, String> parts(ReplyParts parts) {
        Map<String, String> named = new TreeMap<>();
        parts.agent().ifPresent(value -> named.put("agent", value));
        parts.agentCode().ifPresent(value -> named.put("agentCode", value));
        parts.mxId().ifPresent(value -> named.put("mxId", value));
        parts.storeDriver().ifPresent(value -> named.put("storeDriver", value));
        parts.frontEnd().map(FrontEnd::host).ifPresent(value -> named.put("frontEnd", value));
        parts.frontEnd().flatMap(FrontEnd::forest).ifPresent(value -> named.put("forest", value));
        parts.frontEnd().flatMap(FrontEnd::region).ifPresent(value -> named.put("region", value));
        parts.time().map(Instant::toString).ifPresent(value -> named.put("time", value));
        parts.session().ifPresent(value -> named.put("session", value));
        parts.address().ifPresent(value -> named.put("address", value));
        parts.domain().ifPresent(value -> named.put("domain", value));
        return named;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
