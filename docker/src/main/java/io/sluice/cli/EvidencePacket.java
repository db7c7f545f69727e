package io.sluice.cli;

import io.sluice.cli.server.Series.Numbers;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What Microsoft's sender support asks for, as text to paste into its form. */
final class EvidencePacket {
    private static final int SAMPLES = 8;
    private static final int SAMPLES_OF_A_RULE = 3;
    private static final int MOST_HOURS = 72;
    private static final int DOMAINS = 3;

    private final Evidence evidence;
    private final DnsFacts dns;
    private final SenderAuthentication senders;

    EvidencePacket(Evidence evidence, DnsFacts dns, SenderAuthentication senders) {
        this.evidence = evidence;
        this.dns = dns;
        this.senders = senders;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        summary(lines);
        samples(lines);
        volumes(lines);
        byHour(lines);
        authentication(lines);
        return lines;
    }

    private void summary(List<String> lines) {
        lines.add("Mail from " + evidence.address() + " is refused by Microsoft. All times are UTC.");
        lines.add("");
        lines.add("Sending address:  " + evidence.address());
        lines.add("Gathered:         " + second(evidence.now().toString()));
        lines.add("First refusal:    " + second(evidence.first().time()));
        lines.add("Last refusal:     " + second(evidence.last().time()));
        lines.add("Refused:          " + evidence.refusals().size() + " recipients");
        lines.add("By reason:        " + counted(Refusal::deferralClass));
        lines.add("By rule:          " + counted(Refusal::rule));
        lines.add("Sender domains:   " + counted(Refusal::senderDomain));
        lines.add("To domains:       " + counted(Refusal::domain));
    }

    private String counted(Function<Refusal, String> part) {
        Map<String, Long> counts =
                evidence.refusals().stream().collect(Collectors.groupingBy(part, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(DOMAINS + 2L)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private void samples(List<String> lines) {
        lines.add("");
        lines.add("Sample replies, mail addresses left out");
        Map<String, List<Refusal>> byRule = evidence.refusals().stream()
                .collect(Collectors.groupingBy(Refusal::rule, LinkedHashMap::new, Collectors.toList()));
        byRule.values().stream()
                .map(ofRule -> ofRule.subList(0, Math.min(SAMPLES_OF_A_RULE, ofRule.size())))
                .flatMap(Collection::stream)
                .limit(SAMPLES)
                .forEach(refusal -> sample(refusal, lines));
    }

    private static void sample(Refusal refusal, List<String> lines) {
        lines.add("  " + second(refusal.time()) + ", said by " + refusal.host() + " [" + refusal.ip() + "]"
                + (refusal.mxId().isEmpty() ? "" : ", MxId " + refusal.mxId()));
        lines.add("    " + refusal.reply());
    }

    private void volumes(List<String> lines) {
        Instant begin = evidence.beginOfTrouble();
        lines.add("");
        lines.add("Volume, recipients an hour, on the paths that these refusals came on");
        lines.add("  before the first refusal: " + average(hour -> startOf(hour).isBefore(begin)));
        lines.add(
                "  since then:               " + average(hour -> !startOf(hour).isBefore(begin)));
    }

    /** Hours in which nothing was sent say nothing about the volume. */
    private String average(Predicate<Numbers> wanted) {
        List<Numbers> active = evidence.hours().stream()
                .filter(wanted)
                .filter(hour -> hour.attempts() > 0)
                .toList();
        long hours = active.stream().map(Numbers::start).distinct().count();
        if (hours == 0) {
            return "nothing was sent, or it is not known any more";
        }
        double accepted = active.stream().mapToLong(Numbers::accepted).sum() / (double) hours;
        double refused = active.stream()
                        .mapToLong(hour -> hour.allDeferred() + hour.allFailed())
                        .sum()
                / (double) hours;
        return String.format(
                Locale.ROOT, "%.1f accepted, %.1f refused, in %d hours with mail", accepted, refused, hours);
    }

    private void byHour(List<String> lines) {
        lines.add("");
        lines.add("Hour by hour, the newest last");
        Map<String, long[]> sums = new TreeMap<>();
        for (Numbers hour : evidence.hours()) {
            long[] sum = sums.computeIfAbsent(hour.start(), start -> new long[3]);
            sum[0] += hour.accepted();
            sum[1] += hour.allDeferred();
            sum[2] += hour.allFailed();
        }
        Table table = new Table().row("  HOUR", "ACCEPTED", "DEFERRED", "REJECTED");
        sums.entrySet().stream()
                .filter(each -> each.getValue()[0] + each.getValue()[1] + each.getValue()[2] > 0)
                .skip(Math.max(0, active(sums) - MOST_HOURS))
                .forEach(each -> table.row(
                        "  " + Traffic.minute(each.getKey()),
                        each.getValue()[0],
                        each.getValue()[1],
                        each.getValue()[2]));
        lines.addAll(table.lines());
    }

    private static long active(Map<String, long[]> sums) {
        return sums.values().stream()
                .filter(sum -> sum[0] + sum[1] + sum[2] > 0)
                .count();
    }

    private void authentication(List<String> lines) {
        lines.add("");
        lines.add("Authentication results, looked up now");
        Map<String, Long> domains = evidence.refusals().stream()
                .map(Refusal::senderDomain)
                .filter(domain -> !domain.startsWith("<") && !domain.startsWith("*") && !domain.isEmpty())
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
        List<String> most = domains.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .limit(DOMAINS)
                .map(Map.Entry::getKey)
                .toList();
        InetAddress address = evidence.address().address();
        if (most.isEmpty()) {
            dns.names(address).forEach(name -> lines.add("  PTR of " + evidence.address() + ": " + name));
        }
        most.forEach(domain -> lines.addAll(senders.lines(domain, address)));
        long refused = evidence.refusals().stream()
                .filter(refusal -> refusal.deferralClass().equals("authentication"))
                .count();
        lines.add("  Refused for authentication: " + refused + " of "
                + evidence.refusals().size());
    }

    private static Instant startOf(Numbers hour) {
        return Instant.parse(hour.start());
    }

    private static String second(String time) {
        return time.length() < 19 ? time : time.substring(0, 19).replace('T', ' ');
    }
}
