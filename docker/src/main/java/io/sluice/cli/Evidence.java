package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.server.Series;
import io.sluice.cli.server.Series.Numbers;
import io.sluice.cli.server.Server;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a server knows of the refusals of one of its addresses.
 *
 * @param address ours
 * @param now when this was gathered
 * @param refusals those that name the address, and those of lanes that leave from it; the newest first
 * @param hours what the lanes of these refusals did, hour by hour
 */
record Evidence(SenderAddress address, Instant now, List<Refusal> refusals, List<Numbers> hours) {
    private static final int PAGE = 1000;

    static Evidence gather(Server server, SenderAddress address, Instant since, Instant now) {
        List<Refusal> refusals = new ArrayList<>();
        Optional<String> before = Optional.empty();
        do {
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("since", since.toString());
            parameters.put("limit", Integer.toString(PAGE));
            before.ifPresent(number -> parameters.put("before", number));
            JsonNode page = server.get("/microsoft/deferrals/log", parameters);
            page.path("deferrals").forEach(line -> keep(Refusal.of(line), address, refusals));
            before = Optional.of(page.path("next")).filter(JsonNode::isNumber).map(JsonNode::asText);
        } while (before.isPresent());
        return new Evidence(address, now, List.copyOf(refusals), hours(server, refusals, since));
    }

    private static void keep(Refusal refusal, SenderAddress address, List<Refusal> refusals) {
        if (refusal.lane().startsWith(address + "/") || address.isNamedIn(refusal.reply())) {
            refusals.add(refusal);
        }
    }

    /** All lanes that the address was refused on, together. */
    private static List<Numbers> hours(Server server, List<Refusal> refusals, Instant since) {
        Map<String, List<Numbers>> byHour = new TreeMap<>();
        new TreeSet<>(refusals.stream().map(Refusal::lane).toList())
                .forEach(lane -> Series.hours(server, since, Optional.of(lane))
                        .hours()
                        .forEach(hour -> byHour.computeIfAbsent(hour.start(), start -> new ArrayList<>())
                                .add(hour)));
        return byHour.values().stream().flatMap(List::stream).toList();
    }

    boolean isEmpty() {
        return refusals.isEmpty();
    }

    Refusal first() {
        return refusals.get(refusals.size() - 1);
    }

    Refusal last() {
        return refusals.get(0);
    }

    /** The hour of the first refusal. */
    Instant beginOfTrouble() {
        return Instant.parse(first().time()).truncatedTo(ChronoUnit.HOURS);
    }
}
