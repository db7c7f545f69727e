package io.sluice.delivery;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.util.Map;

/**
 * How long mail is tried, counted from when it was stored.
 *
 * @param general above zero
 * @param byClass for mail that waits because of that class, where it differs
 */
public record MaxAges(Duration general, Map<DeferralClass, Duration> byClass) {
    public MaxAges {
        byClass = Map.copyOf(byClass);
    }

    /** How long mail is tried that waits because of a class. */
    Duration of(DeferralClass type) {
        return byClass.getOrDefault(type, general);
    }
}
