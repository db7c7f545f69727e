package io.sluice.delivery;

import io.sluice.delivery.transport.TransportSettings;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RetryBounds;
import io.sluice.reply.RetrySchedule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings for unit tests: the defaults, and what a test changes of them. */
final class Settings {
    /** The shortest wait of every class; {@link #schedule()} always takes it. */
    static final Duration SHORTEST_WAIT = Duration.ofMinutes(10);

    private AddressFamily family = AddressFamily.IPV4;
    private Optional<List<Duration>> explicit = Optional.empty();
    private int dnsRetries;
    private boolean usePriority;
    private Optional<String> bounceProcessor = Optional.empty();
    private Optional<String> onSuccess = Optional.empty();
    private Optional<String> deferralProcessor = Optional.empty();
    private Optional<DelayNotice> delayNotice = Optional.empty();
    private Map<DeferralClass, Duration> maxAges = Map.of();

    Settings family(AddressFamily value) {
        family = value;
        return this;
    }

    Settings explicitWaits(Duration... waits) {
        explicit = Optional.of(List.of(waits));
        return this;
    }

    Settings dnsRetries(int value) {
        dnsRetries = value;
        return this;
    }

    Settings usingPriority() {
        usePriority = true;
        return this;
    }

    Settings bounceProcessor(String name) {
        bounceProcessor = Optional.of(name);
        return this;
    }

    Settings onSuccess(String name) {
        onSuccess = Optional.of(name);
        return this;
    }

    Settings deferralProcessor(String name) {
        deferralProcessor = Optional.of(name);
        return this;
    }

    Settings delayNotice(String processor, Duration after) {
        delayNotice = Optional.of(new DelayNotice(processor, after));
        return this;
    }

    Settings maxAge(DeferralClass type, Duration age) {
        maxAges = Map.of(type, age);
        return this;
    }

    DeliverySettings build() {
        return new DeliverySettings(
                "outgoing",
                transport(),
                List.of(),
                true,
                25,
                family,
                new LaneCeilings(OptionalInt.of(5), OptionalInt.empty(), OptionalInt.empty()),
                new MaxAges(Duration.ofDays(3), maxAges),
                Map.of(),
                explicit,
                dnsRetries,
                bounceProcessor,
                onSuccess,
                deferralProcessor,
                delayNotice,
                usePriority,
                Duration.ofSeconds(30),
                4,
                Duration.ofDays(1),
                5);
    }

    /** Waits without chance: the shortest. */
    static RetrySchedule schedule() {
        Map<DeferralClass, RetryBounds> bounds = new EnumMap<>(DeferralClass.class);
        for (DeferralClass type : DeferralClass.values()) {
            bounds.put(type, new RetryBounds(SHORTEST_WAIT, Duration.ofHours(4)));
        }
        return new RetrySchedule(bounds, Map.of(), () -> 0L);
    }

    static TransportSettings transport() {
        return new TransportSettings(
                Optional.empty(),
                "mail.example.org",
                false,
                false,
                true,
                Optional.empty(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                10,
                Duration.ofSeconds(1),
                Map.of());
    }
}
