package io.sluice.inbound;

import io.sluice.exchange.AddressRanges;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.exchange.PublishedRanges;
import io.sluice.exchange.RangesRefusedException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ranges up to date. What is in use changes only to a list that was read whole and is plausible: one that lost
 * half of its addresses or more, in either family, is refused, for mail from what is missing would be deferred again. What
 * was refused or failed is logged, once until it changes, and is shown by {@link #looks()}; the list before it stays.
 *
 * <p>{@link #look()} is to be called often, by one thread; it asks once in a period, and after a failure an hour later (or
 * after the period, if that is shorter). The rest is safe for several threads.
 */
public final class RangesRefresh {
    private static final Logger LOGGER = LoggerFactory.getLogger(RangesRefresh.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofHours(1);

    private final ExchangeOnlineRanges ranges;
    private final RangesSource source;
    private final RangesStore store;
    private final Duration period;
    private final MetricFactory metrics;
    private final Clock clock;
    private final Map<CloudInstance, Look> looks = new EnumMap<>(CloudInstance.class); // guarded by itself
    private Optional<Instant> next = Optional.empty();

    /**
     * How the last look ended.
     *
     * @param trouble what was wrong; empty: nothing
     */
    public record Look(CloudInstance instance, Instant at, Optional<String> trouble) {}

    public RangesRefresh(
            ExchangeOnlineRanges ranges,
            RangesSource source,
            RangesStore store,
            Duration period,
            MetricFactory metrics,
            Clock clock) {
        this.ranges = ranges;
        this.source = source;
        this.store = store;
        this.period = period;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Takes what is kept on disk, unless what was shipped is newer. A damaged copy is left alone and logged. */
    public void restore() {
        for (PublishedRanges shipped : ranges.published()) {
            try {
                store.read(shipped.instance())
                        .filter(kept -> kept.isAtLeastAsNewAs(shipped))
                        .ifPresent(ranges::replace);
            } catch (IOException | RangesRefusedException e) {
                LOGGER.warn(
                        "The kept addresses of Exchange Online ({}) cannot be used, those of {} are: {}",
                        shipped.instance().token(),
                        shipped.version().orElse("?"),
                        e.toString());
            }
        }
    }

    /** Looks for newer lists, if it is time. */
    public void look() {
        Instant now = clock.instant();
        if (next.filter(now::isBefore).isPresent()) {
            return;
        }
        boolean failed = false;
        for (PublishedRanges held : ranges.published()) {
            Optional<String> trouble = look(held);
            failed |= trouble.isPresent();
            note(new Look(held.instance(), now, trouble));
        }
        Duration pause = failed && AFTER_A_FAILURE.compareTo(period) < 0 ? AFTER_A_FAILURE : period;
        next = Optional.of(now.plus(pause));
    }

    /** How the last look at each cloud's list ended; empty before the first. */
    public List<Look> looks() {
        synchronized (looks) {
            return List.copyOf(looks.values());
        }
    }

    private Optional<String> look(PublishedRanges held) {
        try {
            Optional<PublishedRanges> fetched = source.fetch(held);
            if (fetched.isPresent()) {
                take(held, fetched.get());
            }
            return Optional.empty();
        } catch (RangesRefusedException e) {
            metrics.generate("sluice.inbound.ranges.refused").increment();
            return Optional.of("The new list is refused: " + e.getMessage());
        } catch (IOException e) {
            metrics.generate("sluice.inbound.ranges.failed").increment();
            return Optional.of("No new list can be had: " + e.getMessage());
        }
    }

    private void take(PublishedRanges held, PublishedRanges fetched) throws RangesRefusedException {
        if (!source.isByHand()) {
            requireProgress(held, fetched);
            requireNoShrinking(held, fetched);
        }
        ranges.replace(fetched);
        metrics.generate("sluice.inbound.ranges.refreshed").increment();
        LOGGER.info(
                "Addresses of Exchange Online ({}): {} ranges, {}",
                fetched.instance().token(),
                fetched.ranges().size(),
                fetched.source());
        if (!source.isByHand()) {
            keep(fetched);
        }
    }

    private void keep(PublishedRanges fetched) {
        try {
            store.write(fetched);
        } catch (IOException e) {
            LOGGER.warn("The new addresses of Exchange Online are in use, and cannot be kept on disk", e);
        }
    }

    private static void requireProgress(PublishedRanges held, PublishedRanges fetched) throws RangesRefusedException {
        if (!fetched.isAtLeastAsNewAs(held)) {
            throw new RangesRefusedException(
                    "it is version " + fetched.version().orElse("?") + ", older than the one in use, "
                            + held.version().orElse("?"));
        }
    }

    private static void requireNoShrinking(PublishedRanges held, PublishedRanges fetched)
            throws RangesRefusedException {
        AddressRanges before = AddressRanges.of(held.ranges());
        AddressRanges after = AddressRanges.of(fetched.ranges());
        boolean shrunk4 = before.ipv4Addresses() > 0 && after.ipv4Addresses() * 2 <= before.ipv4Addresses();
        boolean shrunk6 = before.ipv6Networks() > 0 && after.ipv6Networks() * 2 <= before.ipv6Networks();
        if (shrunk4 || shrunk6) {
            throw new RangesRefusedException("it has no more than half of the " + (shrunk4 ? "IPv4" : "IPv6")
                    + " addresses of the one before it. If Microsoft has really given them up, download the list and"
                    + " name it in exchange-online.file");
        }
    }

    private void note(Look look) {
        Optional<String> before;
        synchronized (looks) {
            Look last = looks.put(look.instance(), look);
            before = last == null ? Optional.empty() : last.trouble();
        }
        if (look.trouble().isPresent() && !look.trouble().equals(before)) {
            LOGGER.warn(
                    "Addresses of Exchange Online ({}): {}. The ones before it stay in use",
                    look.instance().token(),
                    look.trouble().get());
        }
    }
}
