package io.sluice.reply;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Samples of the replies that no rule knew, for the operator: redacted, so that one text of Microsoft is one sample,
 * and bounded. When there are too many, the one that was not seen for longest leaves. Safe for several threads.
 */
public final class UnknownReplies {
    /** So many are kept. */
    public static final int CAPACITY = 200;

    private record Shape(String text, Optional<Service> service, SmtpStage stage) {}

    private final InstantSource clock;
    private final int capacity;
    /** The one that was seen last is last. */
    private final Map<Shape, ReplySample> samples = new LinkedHashMap<>();

    /** @param clock says when a reply is seen */
    public UnknownReplies(InstantSource clock) {
        this(clock, CAPACITY);
    }

    UnknownReplies(InstantSource clock, int capacity) {
        this.clock = clock;
        this.capacity = capacity;
    }

    /** Notes a reply that no rule knew. Takes time linear in the length of the reply. */
    public void note(Reply reply, Optional<Service> service) {
        String text = ReplyRedactor.redact(reply.text());
        Instant now = clock.instant();
        add(new ReplySample(text, service, reply.stage(), now, now, 1));
    }

    /** Adds what an earlier run kept. */
    public synchronized void restore(Collection<ReplySample> kept) {
        List<ReplySample> ofThisRun = List.copyOf(samples.values());
        samples.clear();
        kept.stream().sorted(Comparator.comparing(ReplySample::lastSeen)).forEach(this::add);
        ofThisRun.forEach(this::add);
    }

    /** All samples, the one that was seen last first. */
    public synchronized List<ReplySample> samples() {
        return samples.values().stream()
                .sorted(Comparator.comparing(ReplySample::lastSeen).reversed())
                .toList();
    }

    /** Forgets all samples. */
    public synchronized void clear() {
        samples.clear();
    }

    private synchronized void add(ReplySample sample) {
        Shape shape = new Shape(sample.text(), sample.service(), sample.stage());
        ReplySample before = samples.remove(shape);
        samples.put(shape, before == null ? sample : before.and(sample));
        if (samples.size() > capacity) {
            samples.remove(samples.keySet().iterator().next());
        }
    }
}
