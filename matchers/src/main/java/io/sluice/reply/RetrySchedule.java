package io.sluice.reply;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * When to try again: exponential growth with full jitter, between bounds that belong to the class of the verdict.
 *
 * <p>The wait is drawn evenly from {@code [low, min(cap, low * 2^attempts)]}, where {@code low} is the later of the
 * class's floor and the verdict's earliest useful retry. Drawing from the whole span spreads mail that was deferred
 * together, which growth alone would bring back together. Growth begins at {@code low}, so that a rule that asks for
 * patience does not lose the jitter.
 *
 * <p>Bounds that are configured for a class also replace what its rules say about the earliest retry, so that a week
 * can be run in minutes.
 *
 * <p>As safe for use by several threads as the generator that it was given.
 */
public final class RetrySchedule {
    private static final long LONGEST = Long.MAX_VALUE / 4;

    private final Supplier<Map<DeferralClass, RetryBounds>> defaults;
    private final Map<DeferralClass, RetryBounds> overrides;
    private final RandomGenerator random;

    /**
     * @param defaults the bounds of every class, as of {@link RuleCatalogue#retryBounds()}
     * @param overrides configured bounds, for some classes or none
     * @param random where the jitter comes from
     * @throws IllegalArgumentException if {@code defaults} lacks a class
     */
    public RetrySchedule(
            Map<DeferralClass, RetryBounds> defaults,
            Map<DeferralClass, RetryBounds> overrides,
            RandomGenerator random) {
        this(constant(defaults), overrides, random);
    }

    /**
     * @param defaults the bounds of every class, asked for each wait, because rules can change while the server runs
     * @param overrides configured bounds, for some classes or none
     * @param random where the jitter comes from
     */
    public RetrySchedule(
            Supplier<Map<DeferralClass, RetryBounds>> defaults,
            Map<DeferralClass, RetryBounds> overrides,
            RandomGenerator random) {
        this.defaults = defaults;
        this.overrides = overrides.isEmpty() ? Map.of() : new EnumMap<>(overrides);
        this.random = random;
    }

    private static Supplier<Map<DeferralClass, RetryBounds>> constant(Map<DeferralClass, RetryBounds> defaults) {
        Map<DeferralClass, RetryBounds> bounds = Map.copyOf(defaults);
        for (DeferralClass each : DeferralClass.values()) {
            if (!defaults.containsKey(each)) {
                throw new IllegalArgumentException("No retry bounds for the class " + each.token());
            }
        }
        return () -> bounds;
    }

    /**
     * How long to wait after a reply.
     *
     * @param verdict what the reply meant
     * @param attempts how often this was tried so far, the attempt that brought the reply included; 0 or more
     * @return a positive duration
     * @throws IllegalArgumentException if {@code attempts} is negative
     */
    public Duration nextWait(Verdict verdict, int attempts) {
        if (attempts < 0) {
            throw new IllegalArgumentException("Attempts are counted from 0, not " + attempts);
        }
        RetryBounds override = overrides.get(verdict.deferralClass());
        RetryBounds bounds = override == null ? defaults.get().get(verdict.deferralClass()) : override;
        long floor = nanos(bounds.floor());
        long low = override == null ? Math.max(floor, nanos(verdict.earliestRetry())) : floor;
        long high = Math.max(low, grown(low, attempts, nanos(bounds.cap())));
        return Duration.ofNanos(low + random.nextLong(high - low + 1));
    }

    /** {@code low * 2^attempts}, at most {@code cap}. */
    private static long grown(long low, int attempts, long cap) {
        return attempts >= Long.SIZE - 1 || low > cap >> attempts ? cap : low << attempts;
    }

    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : duration.toNanos();
    }
}
