package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.StorePressure;
import io.sluice.history.History;
import io.sluice.history.Levels;
import io.sluice.lane.Lanes;
import io.sluice.watch.HistoryKeeper;
import io.sluice.watch.Journal;
import io.sluice.watch.JournalSettings;
import io.sluice.watch.LaneHealth;
import io.sluice.watch.LaneLooks;
import io.sluice.watch.OutboxHealth;
import io.sluice.watch.Rounds;
import io.sluice.watch.WatchMetrics;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.MetricFactory;

/** Binds what watches deliveries and tells of them. Part of {@link SluiceModule}. */
final class WatchModule extends AbstractModule {
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);

    @Provides
    @Singleton
    LaneLooks laneLooks(Lanes lanes, Clock clock) {
        return new LaneLooks(lanes, clock);
    }

    @Provides
    @Singleton
    HistoryKeeper historyKeeper(OutboxService outbox, Clock clock) {
        return new HistoryKeeper(outbox, clock, new SecureRandom().nextLong(Long.MAX_VALUE));
    }

    @Provides
    @Singleton
    History history(OutboxService outbox, Clock clock) {
        return new History(() -> outbox.get().history(), clock);
    }

    @Provides
    @Singleton
    WatchMetrics watchMetrics(GaugeRegistry gauges, MetricFactory metrics, StorePressure store, Clock clock) {
        return new WatchMetrics(gauges, metrics, store, clock);
    }

    @Provides
    @Singleton
    OutboxHealth outboxHealth(OutboxService outbox, StorePressure store, HistoryKeeper history, Clock clock) {
        return new OutboxHealth(outbox::get, store, history, clock);
    }

    @Provides
    @Singleton
    LaneHealth laneHealth(Lanes lanes) {
        return new LaneHealth(lanes);
    }

    /** Starts with the first delivery: before that the outbox need not be open. */
    @Provides
    @Singleton
    Watchers watchers(
            SluiceSettings settings,
            FileSystem files,
            OutboxService outbox,
            LaneLooks looks,
            HistoryKeeper history,
            WatchMetrics metrics,
            MetricFactory metricFactory) {
        List<DeliveryObserver> observers = new ArrayList<>(List.of(history, metrics));
        Rounds rounds = new Rounds("sluice-watch");
        rounds.every(LOOK_PERIOD, "How lanes stand cannot be looked up", () -> {
            try (OutboxSource.Loan loan = outbox.borrow()) {
                Map<String, Levels> seen = looks.look(loan.outbox());
                history.looked(seen);
                metrics.looked(seen);
            }
        });
        rounds.every(HistoryKeeper.PERIOD, "History cannot be written", history::write);
        outbox.onStop(() -> stop(rounds, outbox, history));
        if (settings.journal().enabled()) {
            observers.add(journal(settings.journal(), files, outbox, metricFactory));
        }
        return new Watchers(observers);
    }

    private static void stop(Rounds rounds, OutboxService outbox, HistoryKeeper history) {
        OutboxSource.Loan loan = outbox.borrow(); // so that the outbox stays open for the last of it
        rounds.stop(() -> {
            try (loan) {
                history.write();
            }
        });
    }

    /** On a thread of its own: the disk of the one may fail while that of the other does not. */
    private static Journal journal(
            JournalSettings settings, FileSystem files, OutboxService outbox, MetricFactory metrics) {
        Path path = ConfiguredPath.of(JournalSettings.FILE, settings.file(), files);
        Journal journal = Journal.open(settings, path, metrics);
        Rounds rounds = new Rounds("sluice-journal");
        rounds.every(Journal.PERIOD, "The journal cannot be written, and its lines are dropped", journal::write);
        outbox.onStop(() -> rounds.stop(journal::write));
        return journal;
    }
}
