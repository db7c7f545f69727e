package io.sluice.limits;

import io.sluice.lane.CountBounds;
import io.sluice.lane.LaneLimits;
import io.sluice.lane.RateBounds;
import io.sluice.lane.WarmUpPlan;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.configuration2.BaseConfiguration;

/** Limits of one lane as text, by the names that {@code sluice.properties} has behind {@code lane.WHAT.}. */
public final class LimitOverrides {
    /** The names. */
    public static final List<String> NAMES = LimitSettings.LIMITS;

    private static final int LONGEST = 4000;
    private static final int HUNDRED = 100;

    private LimitOverrides() {}

    /**
     * Limits with some others in their place.
     *
     * @throws IllegalArgumentException naming limit, value and what is allowed
     */
    public static LaneLimits over(LaneLimits base, Map<String, String> values) {
        BaseConfiguration configuration = new BaseConfiguration();
        values.forEach((name, value) -> {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "There is no limit of that name; known are " + String.join(", ", NAMES));
            }
            if (value == null || value.length() > LONGEST) {
                throw new IllegalArgumentException(name + " must be a text of at most " + LONGEST + " characters");
            }
            configuration.setProperty(name, value);
        });
        try {
            return LimitSettings.over(base, new Values(configuration));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage().replace(Values.FILE, ""), e);
        }
    }

    /** All limits as text. */
    public static Map<String, String> texts(LaneLimits limits) {
        Map<String, String> texts = new LinkedHashMap<>();
        rate(texts, "rate", limits.rate());
        count(texts, "connections", limits.connections());
        rate(texts, "connection-rate", limits.connectionRate());
        rate(texts, "gate-rate", limits.gateRate());
        texts.put(
                "messages-per-connection",
                Integer.toString(limits.messagesPerConnection().ceiling()));
        texts.put(
                "recipients-per-transaction",
                Integer.toString(limits.recipientsPerTransaction().ceiling()));
        texts.put("warm-up", limits.warmUp().map(LimitOverrides::days).orElse(LimitSettings.OFF));
        limits.warmUp().ifPresent(plan -> texts.put("warm-up.refused", percent(plan.refused())));
        return texts;
    }

    private static void rate(Map<String, String> texts, String name, RateBounds bounds) {
        texts.put(name + ".start", RateText.format(bounds.start()));
        texts.put(name + ".floor", RateText.format(bounds.floor()));
        texts.put(name + ".ceiling", RateText.format(bounds.ceiling()));
    }

    private static void count(Map<String, String> texts, String name, CountBounds bounds) {
        texts.put(name + ".start", Integer.toString(bounds.start()));
        texts.put(name + ".floor", Integer.toString(bounds.floor()));
        texts.put(name + ".ceiling", Integer.toString(bounds.ceiling()));
    }

    private static String days(WarmUpPlan plan) {
        return plan.perDay().stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static String percent(double part) {
        return BigDecimal.valueOf(part)
                        .multiply(BigDecimal.valueOf(HUNDRED))
                        .stripTrailingZeros()
                        .toPlainString()
                + "%";
    }
}
