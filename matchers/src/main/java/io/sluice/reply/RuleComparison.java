package io.sluice.reply;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads replies with two sets of rules and tells where they differ, so that a new set can be tried on old replies
 * before it acts. Takes constant memory, however many replies there are. Confined to one thread.
 */
public final class RuleComparison {
    /** More kinds of differences than that are counted, but not told apart. */
    public static final int MOST_DIFFERENCES = 1000;

    /** A part of the verdict. */
    public enum Aspect {
        CLASS,
        SCOPE,
        REMEDY,
        TEMPORARY,
        EARLIEST_RETRY,
        /** The rule that matched. A reply with this difference only is treated as before. */
        RULE;

        private Object of(Verdict verdict) {
            return switch (this) {
                case CLASS -> verdict.deferralClass();
                case SCOPE -> verdict.scope();
                case REMEDY -> verdict.remedy();
                case TEMPORARY -> verdict.temporary();
                case EARLIEST_RETRY -> verdict.earliestRetry();
                case RULE -> verdict.ruleId();
            };
        }

        /** The aspects in which two verdicts differ, in the order of the aspects; the advice does not count. */
        public static Set<Aspect> differing(Verdict one, Verdict other) {
            EnumSet<Aspect> differing = EnumSet.allOf(Aspect.class);
            differing.removeIf(aspect -> aspect.of(one).equals(aspect.of(other)));
            return Collections.unmodifiableSet(differing);
        }
    }

    /**
     * What both sets say about one reply.
     *
     * @param current the verdict of the rules that act now
     * @param candidate the verdict of the rules that are tried
     * @param aspects in what they differ; empty when they agree
     */
    public record Outcome(Reply reply, Verdict current, Verdict candidate, Set<Aspect> aspects) {
        /** Whether the reply would be treated in another way, or at least be read by another rule. */
        public boolean differs() {
            return !aspects.isEmpty();
        }
    }

    /**
     * All replies with the same pair of different verdicts.
     *
     * @param first the first of them
     * @param count how many there were
     */
    public record Difference(Outcome first, long count) {}

    /**
     * The sum of what was compared so far.
     *
     * @param replies all replies
     * @param differing those that the two sets read differently
     * @param byAspect how many differ in an aspect; has every aspect
     * @param differences pairs of different verdicts, in the order in which they came up
     * @param further differing replies that are in no pair, because there were too many pairs
     */
    public record Summary(
            long replies, long differing, Map<Aspect, Long> byAspect, List<Difference> differences, long further) {}

    private record Pair(Verdict current, Verdict candidate) {}

    private static final class Count {
        private final Outcome first;
        private long count;

        private Count(Outcome first) {
            this.first = first;
        }
    }

    private final ReplyClassifier current;
    private final ReplyClassifier candidate;
    private final Map<Pair, Count> pairs = new LinkedHashMap<>();
    private final EnumMap<Aspect, Long> byAspect = new EnumMap<>(Aspect.class);
    private long replies;
    private long differing;
    private long further;

    /**
     * @param current the rules that act now
     * @param candidate the rules that are tried
     */
    public RuleComparison(ReplyClassifier current, ReplyClassifier candidate) {
        this.current = current;
        this.candidate = candidate;
        for (Aspect aspect : Aspect.values()) {
            byAspect.put(aspect, 0L);
        }
    }

    /**
     * Reads one reply with both sets, and counts it.
     *
     * @param reply what was answered, or not
     * @param service the service that was spoken to; empty when it was not Microsoft's or is not known
     */
    public Outcome compare(Reply reply, Optional<Service> service) {
        Verdict now = current.classify(reply, service);
        Verdict then = candidate.classify(reply, service);
        Outcome outcome = new Outcome(reply, now, then, Aspect.differing(now, then));
        replies++;
        if (outcome.differs()) {
            differing++;
            outcome.aspects().forEach(aspect -> byAspect.merge(aspect, 1L, Long::sum));
            count(outcome);
        }
        return outcome;
    }

    private void count(Outcome outcome) {
        Pair pair = new Pair(outcome.current(), outcome.candidate());
        Count known = pairs.get(pair);
        if (known == null && pairs.size() >= MOST_DIFFERENCES) {
            further++;
            return;
        }
        pairs.computeIfAbsent(pair, key -> new Count(outcome)).count++;
    }

    /** The sum so far. */
    public Summary summary() {
        return new Summary(
                replies,
                differing,
                Collections.unmodifiableMap(new EnumMap<>(byAspect)),
                pairs.values().stream()
                        .map(count -> new Difference(count.first, count.count))
                        .toList(),
                further);
    }
}
