package io.sluice.posture.dns;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Answers from before, and nothing else: what is not among them is {@linkplain Outcome#NOT_ASKED not asked}.
 *
 * @param answers in the order that they were asked for
 */
public record Recording(Map<DnsQuestion, DnsAnswer> answers) implements Dns {
    public Recording {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
    }

    @Override
    public CompletableFuture<DnsAnswer> ask(DnsQuestion question) {
        DnsAnswer known = answers.get(question);
        return CompletableFuture.completedFuture(
                known != null ? known : DnsAnswer.without(Outcome.NOT_ASKED, "it is not in the recording", 0));
    }
}
