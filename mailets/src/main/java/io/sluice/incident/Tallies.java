package io.sluice.incident;

import io.sluice.reply.Service;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** All counts. Bounded, whatever comes in: who is not counted by name is in the sums. Not safe for several threads. */
final class Tallies {
    static final int MOST_SOURCES = 100;
    static final int MOST_REGIONS = 64;
    static final int MOST_TENANTS = 500;
    static final int MOST_SENDERS = 500;
    static final int MOST_OTHERS = 100;
    static final int MOST_REFUSED = 20_000;
    static final int MOST_KNOWN_REGIONS = 5_000;

    final Tally microsoft;
    /** Mail to others that Sluice delivers. */
    final Tally others;
    /** Deliveries to others that somebody else counts. */
    final Tally counted;
    /** Mail to Microsoft that came in, whether it could leave or not. */
    final Tally taken;

    final Map<Service, Tally> services = new EnumMap<>(Service.class);
    final Named<Lane> lanes = new Named<>(MOST_SOURCES * Service.values().length);
    final Named<String> sources = new Named<>(MOST_SOURCES);
    final Named<InService> regions = new Named<>(MOST_REGIONS);
    final Named<InService> tenants = new Named<>(MOST_TENANTS);
    final Named<InService> senders = new Named<>(MOST_SENDERS);
    final Named<String> otherDomains = new Named<>(MOST_OTHERS);
    private final Map<Long, Refused> refused = eldestFirst(MOST_REFUSED);
    private final Map<InService, String> knownRegions = eldestFirst(MOST_KNOWN_REGIONS);

    Tallies(long now) {
        microsoft = new Tally(now);
        others = new Tally(now);
        counted = new Tally(now);
        taken = new Tally(now);
    }

    /** @param counted whether it was counted as refused */
    private record Refused(long at, boolean counted) {}

    /** A path of ours. */
    record Lane(String source, Service service) {}

    /** Something of one service: a region, a customer, or a domain of ours as that service sees it. */
    record InService(Service service, String name) {}

    /** Counts by name; of those who were never refused, only as many as there is room for. */
    static final class Named<K> {
        final Map<K, Tally> tallies;
        private final int most;

        Named(int most) {
            this.most = most;
            this.tallies = eldestFirst(most);
        }

        private void add(K key, Sign sign, boolean isNew, long millis) {
            boolean touch = sign != Sign.PASSED || tallies.size() < most || tallies.containsKey(key);
            if (touch) {
                tallies.computeIfAbsent(key, unused -> new Tally(millis)).add(sign, isNew, millis);
            }
        }
    }

    private static <K, V> Map<K, V> eldestFirst(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    void add(Trial trial) {
        long now = trial.at().toEpochMilli();
        boolean isNew = isNew(trial, now);
        if (trial.service().isEmpty()) {
            others.add(trial.sign(), isNew, now);
            otherDomains.add(trial.tenant(), trial.sign(), isNew, now);
            return;
        }
        Service service = trial.service().get();
        microsoft.add(trial.sign(), isNew, now);
        services.computeIfAbsent(service, unused -> new Tally(now)).add(trial.sign(), isNew, now);
        lanes.add(new Lane(trial.source(), service), trial.sign(), isNew, now);
        sources.add(trial.source(), trial.sign(), isNew, now);
        InService tenant = new InService(service, trial.tenant());
        tenants.add(tenant, trial.sign(), isNew, now);
        region(trial, tenant)
                .ifPresent(region -> regions.add(new InService(service, region), trial.sign(), isNew, now));
        if (!trial.senderDomain().isEmpty()) {
            senders.add(new InService(service, trial.senderDomain()), trial.sign(), isNew, now);
        }
    }

    /** Mails to others than Microsoft that somebody else delivered. */
    void addOthers(int passed, long now) {
        for (int i = 0; i < Math.min(passed, 1000); i++) {
            counted.add(Sign.PASSED, true, now);
        }
    }

    /** A mail that somebody wants to send to Microsoft. */
    void addTaken(long now) {
        taken.add(Sign.PASSED, true, now);
    }

    private boolean isNew(Trial trial, long now) {
        if (trial.sign() == Sign.PASSED) {
            refused.remove(trial.mail());
            return true;
        }
        Refused before = refused.get(trial.mail());
        if (before != null && now - before.at() >= Tally.CELLS * Tally.CELL_MILLIS) {
            before = null;
        }
        // What tells nothing may be a hold-up of the first attempt (RFC 6647); it is a refusal when it is said again.
        boolean counts = trial.sign() != Sign.UNCLEAR || before != null;
        boolean isNew = counts && (before == null || !before.counted());
        if (before == null || isNew) {
            refused.put(trial.mail(), new Refused(now, counts));
        }
        return isNew;
    }

    /** An accepted mail names no region; its customer lives where refusals to him came from. */
    private Optional<String> region(Trial trial, InService tenant) {
        trial.region().ifPresent(region -> knownRegions.put(tenant, region));
        return trial.region().isPresent() ? trial.region() : Optional.ofNullable(knownRegions.get(tenant));
    }

    /** Where a customer lives, as far as refusals told. */
    Optional<String> regionOf(InService tenant) {
        return Optional.ofNullable(knownRegions.get(tenant));
    }

    void advance(long cell) {
        microsoft.advance(cell);
        others.advance(cell);
        counted.advance(cell);
        taken.advance(cell);
        services.values().forEach(tally -> tally.advance(cell));
        advance(lanes, cell);
        advance(sources, cell);
        advance(regions, cell);
        advance(tenants, cell);
        advance(senders, cell);
        advance(otherDomains, cell);
    }

    private static void advance(Named<?> named, long cell) {
        named.tallies.values().forEach(tally -> tally.advance(cell));
    }
}
