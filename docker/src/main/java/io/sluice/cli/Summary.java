package io.sluice.cli;

import io.sluice.cli.input.Sighting;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Verdict;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts replies. Takes bounded memory, however many there are. Confined to one thread. */
final class Summary {
    /** Hosts and hours that are told apart; the rest is counted together. */
    static final int MOST_KEYS = 10_000;
    /** Different unknown texts that are kept. */
    static final int MOST_UNKNOWN = 500;

    private static final int LONGEST_HOST = 255;
    private static final String NOBODY = "(not named)";

    private final Counts<String> classes = new Counts<>(MOST_KEYS);
    private final Counts<String> rules = new Counts<>(MOST_KEYS);
    private final Counts<String> services = new Counts<>(MOST_KEYS);
    private final Counts<String> regions = new Counts<>(MOST_KEYS);
    private final Counts<String> hosts = new Counts<>(MOST_KEYS);
    private final Counts<Instant> hours = new Counts<>(MOST_KEYS);
    private final Counts<String> unknown = new Counts<>(MOST_UNKNOWN);
    private final Map<String, Verdict> verdicts = new HashMap<>();
    private long replies;
    private long temporary;
    private long assumed;
    private long undated;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();

    void add(Judged judged) {
        Sighting sighting = judged.sighting();
        Verdict verdict = judged.verdict();
        replies++;
        temporary += verdict.temporary() ? 1 : 0;
        assumed += judged.assumed() ? 1 : 0;
        classes.add(verdict.deferralClass().token());
        rules.add(verdict.ruleId());
        verdicts.putIfAbsent(verdict.ruleId(), verdict);
        services.add(sighting.service().map(service -> service.token()).orElse(NOBODY));
        hosts.add(host(sighting));
        ReplyParts parts = judged.parts();
        regions.add(parts.frontEnd().flatMap(FrontEnd::region).orElse(NOBODY));
        sighting.time().or(parts::time).ifPresentOrElse(this::addTime, () -> undated++);
        if (!judged.known()) {
            unknown.add(Redaction.of(TabbedReport.text(sighting.reply())));
        }
    }

    private void addTime(Instant time) {
        hours.add(time.truncatedTo(ChronoUnit.HOURS));
        first = first.filter(earliest -> earliest.isBefore(time)).or(() -> Optional.of(time));
        last = last.filter(latest -> latest.isAfter(time)).or(() -> Optional.of(time));
    }

    private static String host(Sighting sighting) {
        String name = sighting.reply().remote().name();
        String host = name.isEmpty() ? sighting.reply().remote().ip() : name;
        if (host.isEmpty()) {
            return NOBODY;
        }
        return host.length() > LONGEST_HOST ? host.substring(0, LONGEST_HOST) : host;
    }

    /** What to do about the replies of one rule. */
    record Task(Urgency urgency, Verdict verdict, long count) {}

    /** The most urgent first, and of those the most frequent. */
    List<Task> tasks() {
        return rules.byCount().stream()
                .map(count -> {
                    Verdict verdict = verdicts.get(count.key());
                    return new Task(Urgency.of(verdict), verdict, count.count());
                })
                .sorted(Comparator.comparing(Task::urgency)
                        .thenComparing(Comparator.comparingLong(Task::count).reversed()))
                .toList();
    }

    long replies() {
        return replies;
    }

    long temporary() {
        return temporary;
    }

    long permanent() {
        return replies - temporary;
    }

    /** Replies that only their words make Microsoft's. */
    long assumed() {
        return assumed;
    }

    /** Replies without a time, neither in the line nor in the reply. */
    long undated() {
        return undated;
    }

    Optional<Instant> first() {
        return first;
    }

    Optional<Instant> last() {
        return last;
    }

    Counts<String> classes() {
        return classes;
    }

    Counts<String> rules() {
        return rules;
    }

    Counts<String> services() {
        return services;
    }

    Counts<String> regions() {
        return regions;
    }

    Counts<String> hosts() {
        return hosts;
    }

    /** By the hour, UTC: of the line, or else of Microsoft's own time stamp. */
    Counts<Instant> hours() {
        return hours;
    }

    /** Texts that no rule knows, redacted. */
    Counts<String> unknown() {
        return unknown;
    }
}
