package io.sluice.mailets;

import io.sluice.delivery.RouteSettings;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.route.RoutePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.mailet.MailetConfig;

/** The parameters of {@link Route}. */
final class RouteParameters {
    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES = List.of(
            "paths",
            "name",
            "on",
            "patience",
            "returnAfter",
            "storePatience",
            "onMailetException",
            "onMatcherException");

    private static final String PROCESSOR = "processor:";
    private static final Set<LaneCondition> TROUBLE =
            EnumSet.of(LaneCondition.SUSPENDED, LaneCondition.BLOCKED, LaneCondition.OUTAGE);

    private final Parameters parameters;

    /** What they say. */
    record Read(RouteSettings settings, Duration storePatience) {}

    RouteParameters(MailetConfig config) {
        this.parameters = new Parameters("Route", config);
    }

    /** @param known the names of the paths that there are, and whether senders of mail on them are told of delays */
    Read read(Map<String, Boolean> known) {
        parameters.rejectUnknown(NAMES, List.of(), Map.of());
        List<String> paths = new ArrayList<>(list(
                "paths",
                parameters
                        .text("paths")
                        .orElseThrow(() -> parameters.fault("paths", "", "the names of paths, separated by commas"))));
        String last = paths.get(paths.size() - 1);
        Optional<String> processor = last.startsWith(PROCESSOR) && last.length() > PROCESSOR.length()
                ? Optional.of(last.substring(PROCESSOR.length()))
                : Optional.empty();
        processor.ifPresent(name -> paths.remove(last));
        check(paths, known);
        return new Read(
                new RouteSettings(parameters.text("name").orElse("route"), paths, processor, policy()),
                parameters.duration("storePatience", Duration.ofSeconds(30)));
    }

    private void check(List<String> paths, Map<String, Boolean> known) {
        String given = parameters.text("paths").orElse("");
        if (paths.isEmpty() || new HashSet<>(paths).size() != paths.size()) {
            throw parameters.fault("paths", given, "at least one path, and each once");
        }
        for (String path : paths) {
            if (!known.containsKey(path)) {
                throw parameters.fault(
                        "paths",
                        given,
                        "names that MicrosoftRemoteDelivery mailets have as their <outgoing>: " + sorted(known.keySet())
                                + "; the last may be processor: and the name of a processor");
            }
        }
        // Mail that moves from one path to another would never be told about.
        if (paths.stream().map(known::get).distinct().count() > 1) {
            throw parameters.fault(
                    "paths",
                    given,
                    "paths of which either all or none have a <delayProcessor>; without one: "
                            + paths.stream().filter(path -> !known.get(path)).collect(Collectors.joining(", ")));
        }
    }

    private RoutePolicy policy() {
        RoutePolicy standard = RoutePolicy.DEFAULT;
        Set<LaneCondition> conditions = EnumSet.noneOf(LaneCondition.class);
        Set<DeferralClass> classes = EnumSet.noneOf(DeferralClass.class);
        parameters.text("on").ifPresent(text -> list("on", text).forEach(word -> {
            Optional<LaneCondition> condition = LaneCondition.ofToken(word).filter(TROUBLE::contains);
            condition.ifPresent(conditions::add);
            if (condition.isEmpty()) {
                classes.add(DeferralClass.ofToken(word).orElseThrow(() -> parameters.fault("on", text, allowedOn())));
            }
        }));
        boolean given = parameters.text("on").isPresent();
        return new RoutePolicy(
                given ? conditions : standard.leaveOn(),
                classes,
                parameters.duration("patience", standard.patience()),
                parameters.duration("returnAfter", standard.returnAfter()));
    }

    private static String allowedOn() {
        return "one or more, separated by commas, of "
                + TROUBLE.stream().map(LaneCondition::token).collect(Collectors.joining(", "))
                + " and the deferral classes "
                + Arrays.stream(DeferralClass.values())
                        .map(DeferralClass::token)
                        .collect(Collectors.joining(", "));
    }

    private List<String> list(String name, String text) {
        List<String> words =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (words.contains("")) {
            throw parameters.fault(name, text, "a list with commas, without empty places");
        }
        return words;
    }

    private static String sorted(Set<String> names) {
        return names.stream().sorted().collect(Collectors.joining(", "));
    }
}
