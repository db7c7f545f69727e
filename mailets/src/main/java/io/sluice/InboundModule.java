package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.sluice.exchange.CheckedClients;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.DnsjavaReverseRecords;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.inbound.EndpointsService;
import io.sluice.inbound.InboundAnswers;
import io.sluice.inbound.InboundConnections;
import io.sluice.inbound.InboundReports;
import io.sluice.inbound.InboundSettings;
import io.sluice.inbound.RangesFile;
import io.sluice.inbound.RangesRefresh;
import io.sluice.inbound.RangesSource;
import io.sluice.inbound.RangesStore;
import io.sluice.inbound.RelayCheck;
import io.sluice.microsoft.AddressRecords;
import io.sluice.smtp.HookChains;
import io.sluice.smtp.HookDryRun;
import io.sluice.watch.Event;
import io.sluice.watch.Events;
import io.sluice.watch.Rounds;
import io.sluice.webadmin.InboundCheck;
import io.sluice.webadmin.InboundReport;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.filesystem.api.FileSystem;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.server.core.configuration.ConfigurationProvider;

/** Binds what mail from Exchange Online needs. Part of {@link SluiceModule}. */
final class InboundModule extends AbstractModule {
    private static final Duration LOOK_PERIOD = Duration.ofMinutes(1);
    private static final Duration DNS_PATIENCE = Duration.ofSeconds(5);

    @Provides
    @Singleton
    ExchangeOnlineRanges exchangeOnlineRanges(SluiceSettings settings) {
        InboundSettings inbound = settings.inbound();
        return new ExchangeOnlineRanges(inbound.instances(), inbound.additionalRanges());
    }

    /** With the addresses of the file, or of the last good copy on disk, in use already. */
    @Provides
    @Singleton
    RangesRefresh rangesRefresh(
            SluiceSettings settings,
            ExchangeOnlineRanges ranges,
            FileSystem files,
            MetricFactory metrics,
            Clock clock) {
        InboundSettings inbound = settings.inbound();
        RangesStore store = new RangesStore(ConfiguredPath.of(InboundSettings.DIRECTORY, inbound.directory(), files));
        Optional<RangesFile> file =
                inbound.file().map(name -> new RangesFile(ConfiguredPath.of(InboundSettings.FILE, name, files)));
        RangesSource source =
                file.<RangesSource>map(named -> named).orElseGet(() -> EndpointsService.at(inbound.url()));
        Duration period = inbound.refresh()
                .map(asked -> file.isPresent() ? LOOK_PERIOD : asked)
                .orElse(LOOK_PERIOD);
        RangesRefresh refresh = new RangesRefresh(ranges, source, store, period, metrics, clock);
        if (file.isPresent()) {
            ranges.published().forEach(shipped -> ranges.replace(file.get().readAtStart(shipped)));
        } else {
            refresh.restore();
        }
        return refresh;
    }

    /** Only what is configured asks for it; so this is where newer addresses begin to be looked for. */
    @Provides
    @Singleton
    ExchangeOnlineClients exchangeOnlineClients(
            SluiceSettings settings,
            ExchangeOnlineRanges ranges,
            RangesRefresh refresh,
            AddressRecords addresses,
            ConfigurationProvider configurations,
            OutboxService outbox,
            Clock clock) {
        InboundSettings inbound = settings.inbound();
        List<String> names = Stream.concat(
                        inbound.instances().stream().map(CloudInstance::hostSuffix), inbound.additionalNames().stream())
                .toList();
        CheckedClients clients =
                new CheckedClients(ranges, new DnsjavaReverseRecords(), addresses, names, DNS_PATIENCE, clock);
        outbox.onStop(clients::close);
        if (inbound.refresh().isPresent()) {
            Rounds rounds = new Rounds("sluice-exchange-online");
            rounds.every(LOOK_PERIOD, "Newer addresses of Exchange Online cannot be looked for", refresh::look);
            outbox.onStop(rounds::stop);
        }
        RelayCheck.warn(configurations, ranges);
        return clients;
    }

    @Provides
    @Singleton
    InboundAnswers inboundAnswers(Events events, MetricFactory metrics, Clock clock) {
        return new InboundAnswers(
                metrics,
                warning -> events.publish(new Event(clock.instant(), Event.Kind.INBOUND_DEFERRED, "", warning)),
                clock);
    }

    @Provides
    @Singleton
    InboundConnections inboundConnections(Clock clock) {
        return new InboundConnections(clock);
    }

    @Provides
    @Singleton
    InboundReports inboundReports(InboundConnections connections) {
        return new InboundReports(connections);
    }

    @Provides
    @Singleton
    HookChains hookChains() {
        return new HookChains();
    }

    @Provides
    @Singleton
    InboundCheck inboundCheck(
            ConfigurationProvider configurations,
            DomainList domains,
            ExchangeOnlineRanges ranges,
            ExchangeOnlineClients clients,
            HookChains chains,
            Clock clock) {
        return new InboundCheck(
                configurations,
                domains,
                ranges,
                chains,
                new HookDryRun(clients, new DnsjavaReverseRecords(), clock),
                clock);
    }

    @Provides
    @Singleton
    InboundReport inboundReport(InboundAnswers answers, ExchangeOnlineRanges ranges, RangesRefresh refresh) {
        return new InboundReport(answers, ranges, refresh);
    }
}
