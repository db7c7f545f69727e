package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.StorePressure;
import io.sluice.history.History;
import io.sluice.history.Levels;
import io.sluice.history.PressureReading;
import io.sluice.history.Pressures;
import io.sluice.incident.Kind;
import io.sluice.lane.Lanes;
import io.sluice.outbox.OutboxException;
import io.sluice.rules.LiveRules;
import io.sluice.rules.RulesState;
import io.sluice.watch.DigestMail;
import io.sluice.watch.EventSettings;
import io.sluice.watch.EventSource;
import io.sluice.watch.Events;
import io.sluice.watch.HistoryKeeper;
import io.sluice.watch.IncidentWatch;
import io.sluice.watch.Journal;
import io.sluice.watch.JournalSettings;
import io.sluice.watch.LaneHealth;
import io.sluice.watch.LaneLooks;
import io.sluice.watch.MailDigest;
import io.sluice.watch.OutboxHealth;
import io.sluice.watch.PressureWatch;
import io.sluice.watch.Rounds;
import io.sluice.watch.WatchMetrics;
import io.sluice.watch.Webhook;
import io.sluice.webadmin.IncidentReport;
import io.sluice.webadmin.PressureReport;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.GaugeRegistry;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.transport.mailets.remote.delivery.DeliveryRunnable;
import org.apache.mailet.MailetContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Binds what watches deliveries and tells of them. Part of {@link SluiceModule}. */
final class WatchModule extends AbstractModule {
    private static final Logger LOGGER = LoggerFactory.getLogger(WatchModule.class);
    private static final Duration LOOK_PERIOD = Duration.ofSeconds(5);
    private static final Duration WEBHOOK_PATIENCE = Duration.ofSeconds(10);

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
    WatchMetrics watchMetrics(
            GaugeRegistry gauges, MetricFactory metrics, StorePressure store, PressureWatch pressure, Clock clock) {
        return new WatchMetrics(
                gauges, metrics, store, lane -> pressure.latest(lane).flatMap(PressureReading::index), clock);
    }

    @Provides
    @Singleton
    Pressures pressures(History history, Clock clock) {
        return new Pressures(history, clock);
    }

    @Provides
    @Singleton
    PressureWatch pressureWatch(Lanes lanes, Pressures pressures, Events events, Clock clock) {
        return new PressureWatch(lanes, pressures, events, clock);
    }

    @Provides
    @Singleton
    Events events(
            SluiceSettings settings,
            FileSystem files,
            OutboxService outbox,
            MailetContext context,
            MetricFactory metrics,
            Clock clock) {
        Events events = new Events();
        EventSettings wanted = settings.events();
        if (wanted.mails()) {
            MailDigest digest = new MailDigest(wanted.mailPeriod(), new DigestMail(context, wanted), clock);
            Rounds rounds = new Rounds("sluice-event-mail");
            rounds.every(MailDigest.LOOK, "Events cannot be told by mail", digest::send);
            outbox.onStop(rounds::stop);
            events.subscribe(digest);
        }
        if (wanted.webhook().isPresent()) {
            String secret = wanted.readSecret(name -> ConfiguredPath.of(EventSettings.SECRET_FILE, name, files));
            Webhook webhook = new Webhook(wanted.webhook().get(), secret, WEBHOOK_PATIENCE, metrics, clock);
            Rounds rounds = new Rounds("sluice-webhook");
            rounds.every(Webhook.PERIOD, "Events cannot be posted", webhook::post);
            outbox.onStop(rounds::stop);
            events.subscribe(webhook);
        }
        return events;
    }

    @Provides
    @Singleton
    EventSource eventSource(Lanes lanes, OutboxHealth health, LiveRules rules, Events events, Clock clock) {
        return new EventSource(
                lanes, health::trouble, () -> rules.state().fault().map(RulesState.Fault::message), events, clock);
    }

    /** Stock RemoteDelivery counts its deliveries under that name, and James gives everybody the same counter. */
    @Provides
    @Singleton
    IncidentWatch incidentWatch(Lanes lanes, Events events, OutboxService outbox, MetricFactory metrics, Clock clock) {
        Metric others = metrics.generate(DeliveryRunnable.OUTGOING_MAILS);
        return new IncidentWatch(lanes, events, outbox, others::getCount, clock);
    }

    @Provides
    @Singleton
    IncidentReport incidentReport(IncidentWatch watch) {
        return new IncidentReport(watch.chronicle(), watch::sums);
    }

    @Provides
    @Singleton
    PressureReport pressureReport(Lanes lanes, PressureWatch watch, Pressures pressures) {
        return new PressureReport(lanes, watch::latest, pressures);
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
            EventSource events,
            PressureWatch pressure,
            IncidentWatch incidents,
            GaugeRegistry gauges,
            MetricFactory metricFactory) {
        List<DeliveryObserver> observers = new ArrayList<>(List.of(history, metrics, events, incidents));
        register(incidents, gauges);
        Rounds rounds = new Rounds("sluice-watch");
        rounds.every(LOOK_PERIOD, "How lanes stand cannot be looked up", () -> {
            try (OutboxSource.Loan loan = outbox.borrow()) {
                Map<String, Levels> seen = looks.look(loan.outbox());
                history.looked(seen, looks::isSuspendedByHand);
                metrics.looked(seen);
            }
        });
        rounds.every(LOOK_PERIOD, "Events cannot be found", events::look);
        rounds.every(IncidentWatch.PERIOD, "Whose fault refusals are cannot be concluded", incidents::look);
        rounds.every(PressureWatch.PERIOD, "The deferral pressure cannot be read", pressure::read);
        rounds.every(HistoryKeeper.PERIOD, "History cannot be written", history::write);
        outbox.onStop(() -> stop(rounds, outbox, history));
        if (settings.journal().enabled()) {
            observers.add(journal(settings.journal(), files, outbox, metricFactory));
        }
        return new Watchers(observers);
    }

    private static void register(IncidentWatch incidents, GaugeRegistry gauges) {
        for (Kind kind : Kind.values()) {
            gauges.register("sluice.incidents." + kind.token(), () -> incidents.chronicle().current().stream()
                    .filter(episode -> episode.conclusion().kind() == kind)
                    .count());
        }
    }

    private static void stop(Rounds rounds, OutboxService outbox, HistoryKeeper history) {
        try {
            OutboxSource.Loan loan = outbox.borrow(); // so that the outbox stays open for the last of it
            rounds.stop(() -> {
                try (loan) {
                    history.write();
                }
            });
        } catch (OutboxException e) {
            LOGGER.debug("There is no outbox that the last of history could be written to", e);
            rounds.stop();
        }
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
