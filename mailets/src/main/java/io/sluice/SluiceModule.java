package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import io.sluice.delivery.Deliveries;
import io.sluice.delivery.HoldDesk;
import io.sluice.delivery.Holds;
import io.sluice.delivery.LaneNews;
import io.sluice.delivery.LaneStandings;
import io.sluice.delivery.LaneStatistics;
import io.sluice.delivery.OutboxDeliveries;
import io.sluice.delivery.OutboxWithdrawals;
import io.sluice.delivery.StorePressure;
import io.sluice.delivery.UnknownReplyKeeper;
import io.sluice.delivery.Withdrawals;
import io.sluice.files.FileWatcher;
import io.sluice.lane.Lanes;
import io.sluice.mailets.HostBasedClassifier;
import io.sluice.mailets.ReportClassifier;
import io.sluice.matchers.LaneConditions;
import io.sluice.microsoft.AddressLookup;
import io.sluice.microsoft.AddressRecords;
import io.sluice.microsoft.DnsjavaAddressRecords;
import io.sluice.microsoft.DnsjavaMxRecordCache;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.microsoft.MxDirectory;
import io.sluice.microsoft.MxLookup;
import io.sluice.microsoft.MxRecordCache;
import io.sluice.reply.ReplyClassifier;
import io.sluice.rules.LiveRules;
import io.sluice.steer.LaneDesk;
import io.sluice.webadmin.UnknownReplyReport;
import java.time.Clock;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.utils.PropertiesProvider;

/**
 * Binds what all of Sluice's mailets, matchers and routes share. Named in {@code conf/extensions.properties}:
 *
 * <pre>guice.extension.module=io.sluice.SluiceModule</pre>
 *
 * <p>Everything shared is bound here explicitly: James 3.9 makes an injector for each mailet, and what is not bound in
 * the module could come into being twice.
 */
public final class SluiceModule extends AbstractModule {
    @Override
    protected void configure() {
        // By its constructor: James tells only what Guice has injected when it stops.
        bind(OutboxService.class).in(Scopes.SINGLETON);
        install(new WatchModule());
        install(new PostureModule());
        install(new SteeringModule());
        install(new InboundModule());
    }

    @Provides
    @Singleton
    SluiceSettings settings(PropertiesProvider properties) {
        return SluiceSettings.read(properties);
    }

    @Provides
    @Singleton
    SettingsFile settingsFile(SluiceSettings settings, FileSystem files, Clock clock) {
        return new SettingsFile(settings, files, clock);
    }

    @Provides
    @Singleton
    MicrosoftSettings microsoftSettings(SluiceSettings settings) {
        return settings.microsoft();
    }

    @Provides
    @Singleton
    AddressRecords addressRecords() {
        return new DnsjavaAddressRecords();
    }

    @Provides
    @Singleton
    MxRecordCache mxRecordCache() {
        return new DnsjavaMxRecordCache();
    }

    @Provides
    @Singleton
    MxDirectory mxDirectory(
            DNSService dns,
            AddressRecords addresses,
            MxRecordCache records,
            MicrosoftSettings settings,
            MetricFactory metrics,
            Clock clock) {
        return new MxDirectory(dns, addresses, records, settings, metrics, clock);
    }

    @Provides
    @Singleton
    MxLookup mxLookup(MxDirectory directory) {
        return directory;
    }

    @Provides
    @Singleton
    AddressLookup addressLookup(DNSService dns, AddressRecords addresses) {
        return new AddressLookup(dns, addresses);
    }

    @Provides
    @Singleton
    FileWatcher fileWatcher(OutboxService outbox) {
        FileWatcher watcher = new FileWatcher();
        outbox.onStop(watcher::close);
        return watcher;
    }

    @Provides
    @Singleton
    LiveRules liveRules(
            SluiceSettings settings, FileSystem files, FileWatcher watcher, MetricFactory metrics, Clock clock) {
        return new RulesFile(settings.rules(), files).load(watcher, metrics, clock);
    }

    @Provides
    @Singleton
    ReplyClassifier replyClassifier(LiveRules rules) {
        return rules;
    }

    @Provides
    @Singleton
    ReportClassifier reportClassifier(
            ReplyClassifier classifier,
            MicrosoftSettings settings,
            MxLookup lookup,
            UnknownReplyKeeper unknownReplies) {
        return new HostBasedClassifier(classifier, settings.hosts(), lookup, unknownReplies::note);
    }

    @Provides
    @Singleton
    Lanes lanes(SluiceSettings settings, Clock clock) {
        return new Lanes(settings.lanes().policy(), clock);
    }

    @Provides
    @Singleton
    LaneConditions laneConditions(Lanes lanes) {
        return new LaneStandings(lanes);
    }

    @Provides
    @Singleton
    LaneStatistics laneStatistics(MetricFactory metrics, Clock clock) {
        return new LaneStatistics(metrics, clock);
    }

    @Provides
    @Singleton
    UnknownReplyKeeper unknownReplyKeeper(OutboxService outbox, MetricFactory metrics, Clock clock) {
        UnknownReplyKeeper keeper = new UnknownReplyKeeper(outbox, metrics, clock);
        outbox.onStop(keeper::beginStop);
        return keeper;
    }

    @Provides
    @Singleton
    UnknownReplyReport unknownReplyReport(UnknownReplyKeeper keeper) {
        return new UnknownReplyReport(keeper::samples, keeper::clear);
    }

    @Provides
    @Singleton
    OutboxDeliveries outboxDeliveries(
            OutboxService outbox,
            Lanes lanes,
            MxDirectory directory,
            MicrosoftSettings settings,
            AddressLookup addresses,
            LiveRules rules,
            LaneStatistics statistics,
            UnknownReplyKeeper unknownReplies,
            Watchers watchers,
            LaneDesk laneDesk,
            SettingsFile settingsFile,
            FileWatcher watcher,
            Clock clock) {
        OutboxDeliveries deliveries = new OutboxDeliveries(
                outbox,
                lanes,
                directory,
                settings.hosts(),
                addresses,
                rules,
                rules::retryBounds,
                watchers.with(statistics, unknownReplies),
                clock);
        outbox.onStop(deliveries::beginStop);
        outbox.watchNodes(new NodeShares(lanes, deliveries::lookForMail));
        deliveries.beforeLanes(laneDesk::restore);
        LaneNews news = new LaneNews(outbox, lanes, statistics, clock);
        settingsFile.watch(watcher, policy -> {
            lanes.policy(policy);
            news.spread();
        });
        return deliveries;
    }

    @Provides
    @Singleton
    Deliveries deliveries(OutboxDeliveries deliveries) {
        return deliveries;
    }

    @Provides
    @Singleton
    StorePressure storePressure() {
        return new StorePressure();
    }

    @Provides
    @Singleton
    Withdrawals withdrawals(OutboxService outbox) {
        return new OutboxWithdrawals(outbox::get);
    }

    @Provides
    @Singleton
    HoldDesk holdDesk(OutboxService outbox, OutboxDeliveries deliveries, Clock clock) {
        HoldDesk desk = new HoldDesk(outbox::get, deliveries::expectRelease, deliveries::wakeAll, clock);
        outbox.onStop(desk::beginStop);
        return desk;
    }

    @Provides
    @Singleton
    Holds holds(HoldDesk desk) {
        return desk;
    }
}
