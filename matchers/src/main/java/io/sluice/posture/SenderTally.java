package io.sluice.posture;

import java.net.InetAddress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The mails of a sender domain in a time, with bounds on what is kept. Guarded by its owner. */
final class SenderTally {
    private static final int MOST = PostureQuestion.MOST_SELECTORS;

    private final String domain;
    private final Set<String> envelopes = new LinkedHashSet<>();
    private final Set<Selector> selectors = new LinkedHashSet<>();
    private final Set<InetAddress> sources = new LinkedHashSet<>();
    private final Set<String> greetings = new LinkedHashSet<>();
    private long mails;
    private long signed;
    private long aligned;
    private Instant last = Instant.EPOCH;

    SenderTally(String domain) {
        this.domain = domain;
    }

    void add(Sighting sighting, Instant now) {
        mails++;
        signed += sighting.signatures().isEmpty() ? 0 : 1;
        aligned += sighting.isAligned() ? 1 : 0;
        last = now;
        sighting.envelope().ifPresent(envelope -> keep(envelopes, envelope));
        sighting.signatures().forEach(selector -> keep(selectors, selector));
        sighting.source().ifPresent(source -> keep(sources, source));
        sighting.helo().ifPresent(helo -> keep(greetings, helo));
    }

    private static <T> void keep(Set<T> set, T value) {
        if (set.size() < MOST) {
            set.add(value);
        }
    }

    /** The sum with the time before. */
    Sender with(Optional<SenderTally> before) {
        SenderTally sum = new SenderTally(domain);
        sum.addAll(this);
        before.ifPresent(sum::addAll);
        return new Sender(
                domain,
                sum.mails,
                sum.signed,
                sum.aligned,
                Set.copyOf(sum.envelopes),
                Set.copyOf(sum.selectors),
                Set.copyOf(sum.sources),
                Set.copyOf(sum.greetings),
                sum.last);
    }

    private void addAll(SenderTally other) {
        mails += other.mails;
        signed += other.signed;
        aligned += other.aligned;
        last = other.last.isAfter(last) ? other.last : last;
        other.envelopes.forEach(each -> keep(envelopes, each));
        other.selectors.forEach(each -> keep(selectors, each));
        other.sources.forEach(each -> keep(sources, each));
        other.greetings.forEach(each -> keep(greetings, each));
    }
}
