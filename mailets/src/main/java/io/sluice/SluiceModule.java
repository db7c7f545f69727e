package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Scopes;
import com.google.inject.Singleton;
import io.sluice.delivery.Deliveries;
import io.sluice.delivery.LaneStatistics;
import io.sluice.delivery.OutboxDeliveries;
import io.sluice.delivery.Withdrawals;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.microsoft.AddressLookup;
import io.sluice.microsoft.AddressRecords;
import io.sluice.microsoft.DnsjavaAddressRecords;
import io.sluice.microsoft.DnsjavaMxRecordCache;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.microsoft.MxDirectory;
import io.sluice.microsoft.MxLookup;
import io.sluice.microsoft.MxRecordCache;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.webadmin.LaneReport;
import java.time.Clock;
import org.apache.james.dnsservice.api.DNSService;
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
    }

    @Provides
    @Singleton
    SluiceSettings settings(PropertiesProvider properties) {
        return SluiceSettings.read(properties);
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
    RuleCatalogue ruleCatalogue() {
        return RuleCatalogue.builtIn();
    }

    @Provides
    @Singleton
    ReplyClassifier replyClassifier(RuleCatalogue catalogue) {
        return new RuleBasedClassifier(catalogue);
    }

    @Provides
    @Singleton
    Lanes lanes(Clock clock) {
        return new Lanes(LanePolicy.DEFAULT, clock);
    }

    @Provides
    @Singleton
    LaneStatistics laneStatistics(MetricFactory metrics, Clock clock) {
        return new LaneStatistics(metrics, clock);
    }

    @Provides
    @Singleton
    OutboxDeliveries outboxDeliveries(
            OutboxService outbox,
            Lanes lanes,
            MxDirectory directory,
            MicrosoftSettings settings,
            AddressLookup addresses,
            RuleCatalogue catalogue,
            ReplyClassifier classifier,
            LaneStatistics statistics,
            Clock clock) {
        OutboxDeliveries deliveries = new OutboxDeliveries(
                outbox, lanes, directory, settings.hosts(), addresses, catalogue, classifier, statistics, clock);
        outbox.onStop(deliveries::beginStop);
        return deliveries;
    }

    @Provides
    @Singleton
    Deliveries deliveries(OutboxDeliveries deliveries) {
        return deliveries;
    }

    @Provides
    @Singleton
    Withdrawals withdrawals(OutboxService outbox) {
        return entryId -> outbox.get().withdraw(entryId);
    }

    @Provides
    @Singleton
    LaneReport laneReport(OutboxService outbox, Lanes lanes, LaneStatistics statistics, Clock clock) {
        return new LaneReport(outbox::get, lanes, statistics, clock);
    }
}
