package io.sluice.posture;

import com.google.inject.ProvidedBy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who sent lately, and how that was signed: by the domain of the From header, over the last 12 to 24 hours. Bounded: of
 * more than {@value #MOST_DOMAINS} domains those are forgotten that sent longest ago. Not kept over a restart. Safe for
 * use by several threads. Bound by {@code io.sluice.SluiceModule}.
 */
@ProvidedBy(ModuleMissing.class)
public final class SenderSightings {
    static final int MOST_DOMAINS = 1000;
    private static final Duration PERIOD = Duration.ofHours(12);

    private final InstantSource clock;
    /** In the order of the last mail. */
    private final Map<String, Periods> domains = new LinkedHashMap<>(16, 0.75f, true);

    public SenderSightings(InstantSource clock) {
        this.clock = clock;
    }

    /** This period and the one before. */
    private static final class Periods {
        private long number;
        private SenderTally current;
        private Optional<SenderTally> before = Optional.empty();

        private Periods(String domain, long number) {
            this.number = number;
            this.current = new SenderTally(domain);
        }

        private void turnTo(long now, String domain) {
            if (now != number) {
                before = now == number + 1 ? Optional.of(current) : Optional.empty();
                current = new SenderTally(domain);
                number = now;
            }
        }
    }

    /** Takes note of a mail. */
    public synchronized void note(Sighting sighting) {
        Instant now = clock.instant();
        Periods periods = domains.computeIfAbsent(sighting.domain(), domain -> new Periods(domain, number(now)));
        periods.turnTo(number(now), sighting.domain());
        periods.current.add(sighting, now);
        if (domains.size() > MOST_DOMAINS) {
            domains.remove(domains.keySet().iterator().next());
        }
    }

    /** Those that sent most, at most so many. */
    public synchronized List<Sender> most(int many) {
        return all().stream()
                .sorted(Comparator.comparingLong(Sender::mails).reversed().thenComparing(Sender::domain))
                .limit(many)
                .toList();
    }

    /** What is known of a sender domain, of the From header or, where none has that, of MAIL FROM. */
    public synchronized Optional<Sender> of(String domain) {
        List<Sender> all = all();
        return all.stream()
                .filter(sender -> sender.domain().equals(domain))
                .findFirst()
                .or(() -> all.stream()
                        .filter(sender -> sender.envelopes().contains(domain))
                        .max(Comparator.comparingLong(Sender::mails)));
    }

    private List<Sender> all() {
        long now = number(clock.instant());
        List<Sender> senders = new ArrayList<>();
        domains.forEach((domain, periods) -> {
            if (periods.number == now || periods.number + 1 == now) {
                Optional<SenderTally> before = periods.number == now ? periods.before : Optional.empty();
                senders.add(periods.current.with(before));
            }
        });
        return senders;
    }

    private static long number(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), PERIOD.toSeconds());
    }
}
