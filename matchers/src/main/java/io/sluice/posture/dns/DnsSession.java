package io.sluice.posture.dns;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The questions of one check: each is put once, and all share the bounds. What is {@linkplain #ask asked} goes out at
 * once and beside the others; who {@linkplain #get gets} an answer waits for it. For one thread.
 */
public final class DnsSession {
    private final Dns dns;
    private final DnsLimits limits;
    private final InstantSource clock;
    private final Instant end;
    private final Map<DnsQuestion, CompletableFuture<DnsAnswer>> asked = new LinkedHashMap<>();

    public DnsSession(Dns dns, DnsLimits limits, InstantSource clock) {
        this.dns = dns;
        this.limits = limits;
        this.clock = clock;
        this.end = clock.instant().plus(limits.total());
    }

    /** Puts a question, if it was not put before, and waits for nothing. */
    public void ask(DnsQuestion question) {
        asked.computeIfAbsent(question, this::begin);
    }

    /** The answer. Waits for it, no longer than the bounds allow. */
    public DnsAnswer get(DnsQuestion question) {
        return asked.computeIfAbsent(question, this::begin).join();
    }

    public DnsAnswer get(DnsQuestion.Kind kind, String name) {
        return get(DnsQuestion.of(kind, name));
    }

    public void ask(DnsQuestion.Kind kind, String name) {
        ask(DnsQuestion.of(kind, name));
    }

    /** All that was asked, in that order. Waits for what is under way. */
    public Map<DnsQuestion, DnsAnswer> answers() {
        Map<DnsQuestion, DnsAnswer> answers = new LinkedHashMap<>();
        asked.forEach((question, answer) -> answers.put(question, answer.join()));
        return answers;
    }

    private CompletableFuture<DnsAnswer> begin(DnsQuestion question) {
        if (asked.size() >= limits.lookups()) {
            return notAsked("this would be more than " + limits.lookups() + " look-ups");
        }
        Duration left = Duration.between(clock.instant(), end);
        if (left.isNegative() || left.isZero()) {
            return notAsked("the time for all look-ups, " + limits.total().toSeconds() + " s, is over");
        }
        return dns.ask(question)
                .completeOnTimeout(
                        DnsAnswer.without(Outcome.TIMEOUT, "", left.toMillis()),
                        left.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private static CompletableFuture<DnsAnswer> notAsked(String why) {
        return CompletableFuture.completedFuture(DnsAnswer.without(Outcome.NOT_ASKED, why, 0));
    }
}
