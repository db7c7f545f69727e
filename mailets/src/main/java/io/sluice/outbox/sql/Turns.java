package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Whose turn it is in each lane: how much each band is owed, and which sender domain had its turn last. Kept between
 * leases, so that also leases of one entry are fair; forgotten with the process, which costs nobody more than one round.
 * For one thread.
 */
final class Turns {
    private static final int MOST_LANES = 10_000;

    private final Map<Key, Turn> byLane = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Turn> eldest) {
            return size() > MOST_LANES;
        }
    };

    private record Key(String outgoing, String lane) {}

    Turn of(String outgoing, String lane) {
        return byLane.computeIfAbsent(new Key(outgoing, lane), key -> new Turn());
    }

    /** The turns of one lane: bands by smooth weighted round robin. */
    static final class Turn {
        private final Map<Band, Integer> owed = new EnumMap<>(Band.class);
        private final Map<Band, String> lastDomain = new EnumMap<>(Band.class);

        /** The band of these that is owed most; the more urgent one when it is equal. */
        Band next(Collection<Band> withMail) {
            return withMail.stream()
                    .max(Comparator.comparing((Band band) -> owed(band) + band.weight())
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
        }

        /** One entry of a band was taken, while these had mail. */
        void took(Band taken, String senderDomain, Collection<Band> withMail) {
            int all = 0;
            for (Band band : withMail) {
                owed.merge(band, band.weight(), Integer::sum);
                all += band.weight();
            }
            owed.merge(taken, -all, Integer::sum);
            lastDomain.put(taken, senderDomain);
        }

        /** The sender domain of the band that had its turn last. */
        Optional<String> lastDomain(Band band) {
            return Optional.ofNullable(lastDomain.get(band));
        }

        private int owed(Band band) {
            return owed.getOrDefault(band, 0);
        }
    }
}
