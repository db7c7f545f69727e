package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.sluice.delivery.HeldMail;
import io.sluice.delivery.LaneNews;
import io.sluice.delivery.LaneStatistics;
import io.sluice.delivery.OutboxDeliveries;
import io.sluice.lane.Lanes;
import io.sluice.steer.LaneDesk;
import io.sluice.watch.Rounds;
import io.sluice.webadmin.ConfigurationDesk;
import io.sluice.webadmin.Explainer;
import io.sluice.webadmin.HeldReport;
import io.sluice.webadmin.LaneReport;
import io.sluice.webadmin.WaitingReport;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/** Binds what people see and steer through WebAdmin. Part of {@link SluiceModule}. */
final class SteeringModule extends AbstractModule {
    private static final Duration FOLLOW_PERIOD = Duration.ofSeconds(5);

    @Provides
    @Singleton
    LaneDesk laneDesk(OutboxService outbox, Lanes lanes, LaneStatistics statistics, Clock clock) {
        LaneNews news = new LaneNews(outbox, lanes, statistics, clock);
        LaneDesk desk = new LaneDesk(outbox, lanes, news::spread, clock);
        AtomicBoolean shared = new AtomicBoolean();
        outbox.watchNodes((live, mailMayHaveCome) -> shared.set(live > 1));
        Rounds rounds = new Rounds("sluice-orders");
        rounds.every(FOLLOW_PERIOD, "Orders of other servers cannot be followed", () -> {
            if (shared.get()) {
                desk.follow();
            }
        });
        outbox.onStop(() -> rounds.stop(() -> {}));
        return desk;
    }

    @Provides
    @Singleton
    HeldMail heldMail(OutboxService outbox, OutboxDeliveries deliveries) {
        return new HeldMail(outbox::get, deliveries::expectRelease, deliveries::wakeAll, deliveries::giveBack);
    }

    @Provides
    @Singleton
    HeldReport heldReport(OutboxService outbox) {
        return new HeldReport(outbox::get);
    }

    @Provides
    @Singleton
    WaitingReport waitingReport(OutboxService outbox) {
        return new WaitingReport(outbox::get);
    }

    @Provides
    @Singleton
    Explainer explainer(OutboxService outbox, Lanes lanes, Clock clock) {
        return new Explainer(outbox::get, lanes, clock);
    }

    @Provides
    @Singleton
    LaneReport laneReport(OutboxService outbox, Lanes lanes, LaneStatistics statistics, LaneDesk desk, Clock clock) {
        return new LaneReport(outbox::get, lanes, statistics, desk, clock);
    }

    @Provides
    @Singleton
    ConfigurationDesk configurationDesk(SettingsFile file, OutboxDeliveries deliveries) {
        Objects.requireNonNull(deliveries, "deliveries"); // they have the file watched
        return file;
    }
}
