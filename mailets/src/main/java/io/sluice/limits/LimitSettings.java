package io.sluice.limits;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import io.sluice.lane.CountBounds;
import io.sluice.lane.LaneId;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.RateBounds;
import io.sluice.lane.WarmUpPlan;
import io.sluice.reply.Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limits of lanes, keys {@code lane.WHAT.LIMIT}: of a kind of lanes, or of one lane, which has those of its kind
 * where it has none of its own.
 */
final class LimitSettings {
    static final String PREFIX = "lane.";

    /** What follows {@code lane.WHAT.} */
    static final List<String> LIMITS = Stream.concat(
                    Stream.of("rate", "connections", "connection-rate", "gate-rate")
                            .flatMap(name -> Stream.of(name + ".start", name + ".floor", name + ".ceiling")),
                    Stream.of("messages-per-connection", "recipients-per-transaction", "warm-up", "warm-up.refused"))
            .toList();

    /** The part of a day's attempts that may be refused, as long as nothing else is said. */
    static final double WARM_UP_REFUSED = 0.03;

    private static final int MOST_CONNECTIONS = 500;
    private static final int MOST_MESSAGES = 10_000;
    private static final int MOST_RECIPIENTS = 1000;
    private static final int MOST_DAYS = 366;
    private static final int MOST_A_DAY = 100_000_000;
    static final String OFF = "off";
    private static final String ALLOWED_LANES = String.join(", ", LanePolicy.kinds())
            + ", or a lane as GET /microsoft/lanes names it, such as 192.0.2.7/consumer";

    private final Values values;

    private LimitSettings(Values values) {
        this.values = values;
    }

    /** By kind and by lane. */
    static Map<String, LaneLimits> read(Values values) {
        return new LimitSettings(values).read();
    }

    /** Limits with those in their place that the values say by their names alone. */
    static LaneLimits over(LaneLimits base, Values values) {
        return new LimitSettings(values).limits("", base);
    }

    private Map<String, LaneLimits> read() {
        Map<String, String> lanes = lanes();
        Map<String, LaneLimits> result = new LinkedHashMap<>();
        for (String kind : LanePolicy.kinds()) {
            result.put(kind, limits(PREFIX + kind + ".", LanePolicy.DEFAULT.limitsOf(kind)));
        }
        lanes.forEach((lane, written) -> {
            String kind = LaneId.parse(lane).service().map(Service::token).orElse(LanePolicy.OTHER);
            result.put(lane, limits(PREFIX + written + ".", result.get(kind)));
        });
        return result;
    }

    /** The lanes that are named, each as it is written. */
    private Map<String, String> lanes() {
        Map<String, String> lanes = new LinkedHashMap<>();
        for (String key : values.keys(PREFIX)) {
            String limit = LIMITS.stream()
                    .filter(name -> key.endsWith("." + name))
                    .findFirst()
                    .orElseThrow(() -> unknown(key));
            int end = key.length() - limit.length() - 1;
            if (end <= PREFIX.length()) {
                throw unknown(key);
            }
            String written = key.substring(PREFIX.length(), end);
            if (!LanePolicy.kinds().contains(written)) {
                String lane = lane(key, written);
                String before = lanes.putIfAbsent(lane, written);
                if (before != null && !before.equals(written)) {
                    throw new IllegalArgumentException(Values.FILE + key + " names the same lane as " + PREFIX + before
                            + "; allowed: one spelling");
                }
            }
        }
        return lanes;
    }

    private static IllegalArgumentException unknown(String key) {
        return new IllegalArgumentException(
                Values.FILE + "unknown key " + key + "; known are lane.WHAT.LIMIT, where WHAT" + " is " + ALLOWED_LANES
                        + ", and LIMIT is one of " + String.join(", ", LIMITS));
    }

    /** The name of the lane; addresses have several spellings. */
    private static String lane(String key, String written) {
        int slash = written.lastIndexOf('/');
        if (slash > 0 && slash < written.length() - 1) {
            LaneId id = LaneId.parse(written);
            boolean somewhere = id.service().isPresent()
                    || id.destination().equals("gateway")
                    || id.destination().equals(LaneId.UNRESOLVED)
                    || id.destination().contains(".");
            if (somewhere) {
                String source = InetAddresses.isInetAddress(id.source())
                        ? InetAddresses.forString(id.source()).getHostAddress()
                        : id.source();
                return new LaneId(source, id.destination()).toString();
            }
        }
        throw new IllegalArgumentException(
                Values.FILE + key + " names no lane: \"" + written + "\"; allowed: " + ALLOWED_LANES);
    }

    private LaneLimits limits(String prefix, LaneLimits base) {
        return new LaneLimits(
                rate(prefix + "rate", base.rate()),
                connections(prefix + "connections", base.connections()),
                rate(prefix + "connection-rate", base.connectionRate()),
                number(prefix + "messages-per-connection", MOST_MESSAGES, base.messagesPerConnection()),
                number(prefix + "recipients-per-transaction", MOST_RECIPIENTS, base.recipientsPerTransaction()),
                rate(prefix + "gate-rate", base.gateRate()),
                warmUp(prefix + "warm-up", base.warmUp()));
    }

    private RateBounds rate(String key, RateBounds base) {
        Bounds bounds = new Bounds.Said(
                        key, values.rate(key + ".start"), values.rate(key + ".floor"), values.rate(key + ".ceiling"))
                .or(new Bounds(base.start(), base.floor(), base.ceiling()), RateText::format);
        return new RateBounds(bounds.start(), bounds.floor(), bounds.ceiling());
    }

    private CountBounds connections(String key, CountBounds base) {
        Bounds bounds = new Bounds.Said(key, count(key + ".start"), count(key + ".floor"), count(key + ".ceiling"))
                .or(new Bounds(base.start(), base.floor(), base.ceiling()), number -> Integer.toString((int) number));
        return new CountBounds((int) bounds.start(), (int) bounds.floor(), (int) bounds.ceiling());
    }

    private Optional<Double> count(String key) {
        return values.whole(key, 1, MOST_CONNECTIONS).map(Integer::doubleValue);
    }

    private CountBounds number(String key, int most, CountBounds base) {
        return values.whole(key, 1, most).map(CountBounds::upTo).orElse(base);
    }

    private Optional<WarmUpPlan> warmUp(String key, Optional<WarmUpPlan> base) {
        Optional<String> written = values.text(key);
        Optional<Double> refused = values.percent(key + ".refused", 0, 100);
        if (written.isPresent() && written.get().equals(OFF)) {
            return Optional.empty();
        }
        Optional<List<Integer>> days = written.map(value -> days(key, value)).or(() -> base.map(WarmUpPlan::perDay));
        if (days.isEmpty() && refused.isPresent()) {
            throw new IllegalArgumentException(
                    Values.FILE + key + ".refused means nothing without " + key + "; allowed: both, or none");
        }
        double allowed = refused.or(() -> base.map(WarmUpPlan::refused)).orElse(WARM_UP_REFUSED);
        return days.map(perDay -> new WarmUpPlan(perDay, allowed));
    }

    private List<Integer> days(String key, String value) {
        List<String> parts = Splitter.on(',').trimResults().splitToList(value);
        boolean numbers = parts.stream()
                .allMatch(part -> part.matches("[1-9][0-9]{0,8}") && Integer.parseInt(part) <= MOST_A_DAY);
        if (!numbers || parts.size() > MOST_DAYS) {
            throw Values.fault(
                    key,
                    value,
                    OFF + ", or the messages of each day, 1 to " + MOST_A_DAY + " each, separated by commas, at most "
                            + MOST_DAYS + " days, for example 200,400,800,1600");
        }
        return parts.stream().map(Integer::valueOf).toList();
    }
}
