package io.sluice.inbound;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Counts what we defer and refuse of Exchange Online's, by handler and code, and warns when a handler defers it again and
 * again. Bounded: {@value #MOST_COUNTS} pairs of handler and code, what comes beyond counts as "others"; the last
 * {@value #MOST_RECENT} replies. Everything is since the start of the server. Safe for several threads.
 */
public final class InboundAnswers {
    /** So many replies are remembered. */
    public static final int MOST_RECENT = 50;

    private static final int MOST_COUNTS = 100;
    private static final int MOST_TIMES = 10_000;
    private static final String OTHERS = "others";

    private final MetricFactory metrics;
    private final Consumer<String> warning;
    private final Clock clock;
    private final Map<Key, Tally> tallies = new HashMap<>(); // guarded by this, as all below
    private final Map<String, Deque<Instant>> deferrals = new HashMap<>();
    private final Map<String, Instant> warned = new HashMap<>();
    private final Deque<InboundAnswer> recent = new ArrayDeque<>();
    private int warnAfter = 10;
    private Duration window = Duration.ofMinutes(10);

    private record Key(String by, String code) {}

    private record Tally(long count, InboundAnswer last) {}

    /**
     * How often a handler answered so.
     *
     * @param count since the start
     * @param last the last of them
     */
    public record Count(String by, String code, long count, InboundAnswer last) {}

    /**
     * A handler that keeps deferring Exchange Online.
     *
     * @param times how often
     * @param minutes in how many minutes
     */
    public record Deferring(String by, int times, long minutes) {}

    /** @param warning told in one sentence, without mail addresses */
    public InboundAnswers(MetricFactory metrics, Consumer<String> warning, Clock clock) {
        this.metrics = metrics;
        this.warning = warning;
        this.clock = clock;
    }

    /** Warns when one handler defers Exchange Online so often in this time; at most once in it. */
    public synchronized void warnAfter(int times, Duration within) {
        warnAfter = times;
        window = within;
    }

    /** Counts a reply. */
    public void note(InboundAnswer answer) {
        metrics.generate(answer.isDeferral() ? "sluice.inbound.deferred" : "sluice.inbound.refused")
                .increment();
        count(answer).ifPresent(warning);
    }

    private synchronized Optional<String> count(InboundAnswer answer) {
        recent.addFirst(answer);
        if (recent.size() > MOST_RECENT) {
            recent.removeLast();
        }
        Key key = new Key(answer.by(), answer.code());
        boolean room = tallies.size() < MOST_COUNTS || tallies.containsKey(key);
        Key counted = room ? key : new Key(OTHERS, answer.code().substring(0, 1) + "xx");
        tallies.merge(counted, new Tally(1, answer), (before, one) -> new Tally(before.count + 1, answer));
        return answer.isDeferral() ? warning(counted.by) : Optional.empty();
    }

    private Optional<String> warning(String by) {
        Instant now = clock.instant();
        Deque<Instant> times = deferrals.computeIfAbsent(by, name -> new ArrayDeque<>());
        times.addLast(now);
        while (times.size() > MOST_TIMES || times.peekFirst().isBefore(now.minus(window))) {
            times.removeFirst();
        }
        boolean told = Optional.ofNullable(warned.get(by))
                .filter(last -> now.isBefore(last.plus(window)))
                .isPresent();
        if (times.size() < warnAfter || told) {
            return Optional.empty();
        }
        warned.put(by, now);
        return Optional.of("We are deferring Exchange Online: " + times.size() + " times in " + window.toMinutes()
                + " minutes, by " + by + ". Wrap that handler in BypassForExchangeOnline, or see"
                + " GET /microsoft/inbound");
    }

    /** The handlers that defer Exchange Online often enough to be warned of, right now. */
    public synchronized List<Deferring> deferring() {
        Instant since = clock.instant().minus(window);
        return deferrals.entrySet().stream()
                .map(entry -> new Deferring(
                        entry.getKey(),
                        (int) entry.getValue().stream()
                                .filter(at -> !at.isBefore(since))
                                .count(),
                        window.toMinutes()))
                .filter(deferring -> deferring.times >= warnAfter)
                .sorted(Comparator.comparingInt(Deferring::times).reversed().thenComparing(Deferring::by))
                .toList();
    }

    /** Handlers and codes, the most frequent first. */
    public synchronized List<Count> counts() {
        return tallies.entrySet().stream()
                .map(entry -> new Count(
                        entry.getKey().by, entry.getKey().code, entry.getValue().count, entry.getValue().last))
                .sorted(Comparator.comparingLong(Count::count).reversed().thenComparing(Count::by))
                .toList();
    }

    /** The last replies, the newest first. */
    public synchronized List<InboundAnswer> recent() {
        return List.copyOf(recent);
    }
}
