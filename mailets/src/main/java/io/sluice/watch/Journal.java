package io.sluice.watch;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.DeliveryObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;

/**
 * Writes a line of JSON for each attempt. Attempts never wait for the disk: lines that it does not take, or that are too
 * many, are dropped and counted ({@code sluice.journal.dropped}). Safe for several threads.
 */
public final class Journal implements DeliveryObserver {
    /** How often lines are written. */
    public static final Duration PERIOD = Duration.ofSeconds(1);

    static final int MOST_WAITING = 10_000;

    private final BlockingQueue<AttemptOutcome> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final JournalLine format;
    private final RotatingFile file;
    private final Metric written;
    private final Metric dropped;

    /**
     * @param path of the file in use
     * @param key for hashes of addresses
     */
    Journal(JournalSettings settings, Path path, byte[] key, MetricFactory metrics) {
        this.format = new JournalLine(new AddressWriter(settings.addresses(), key));
        this.file = new RotatingFile(path, settings.maximumSize(), settings.files());
        this.written = metrics.generate("sluice.journal.written");
        this.dropped = metrics.generate("sluice.journal.dropped");
    }

    /**
     * A journal with the key that it had before.
     *
     * @throws IllegalArgumentException when it needs a key, and has none and can have none
     */
    public static Journal open(JournalSettings settings, Path path, MetricFactory metrics) {
        boolean hashed = settings.addresses() == JournalSettings.Addresses.HASHED;
        return new Journal(settings, path, hashed ? JournalKey.of(path) : new byte[1], metrics);
    }

    @Override
    public void concluded(AttemptOutcome outcome) {
        if (!waiting.offer(outcome)) {
            dropped.increment();
        }
    }

    /**
     * Writes the lines that wait. For one thread at a time.
     *
     * @throws UncheckedIOException when the file cannot be written; these lines are dropped
     */
    public void write() {
        List<AttemptOutcome> outcomes = new ArrayList<>();
        waiting.drainTo(outcomes);
        if (outcomes.isEmpty()) {
            return;
        }
        try {
            file.add(outcomes.stream().map(format::of).toList());
            written.add(outcomes.size());
        } catch (IOException e) {
            dropped.add(outcomes.size());
            throw new UncheckedIOException(e);
        }
    }
}
