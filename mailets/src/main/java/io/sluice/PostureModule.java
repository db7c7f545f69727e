package io.sluice;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import io.sluice.posture.PostureCache;
import io.sluice.posture.PostureCheck;
import io.sluice.posture.PostureService;
import io.sluice.posture.SenderSightings;
import io.sluice.posture.dns.Dns;
import io.sluice.posture.dns.DnsServers;
import io.sluice.posture.dns.DnsjavaDns;
import io.sluice.posture.dns.RateLimitedZones;
import io.sluice.watch.PostureWatch;
import io.sluice.watch.PostureWatchSettings;
import io.sluice.watch.Rounds;
import io.sluice.webadmin.DiagnosisReport;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Binds what looks at senders as Microsoft does. Part of {@link SluiceModule}. */
final class PostureModule extends AbstractModule {
    private static final int THREADS = 2;
    private static final int MOST_WAITING = 200;
    /** In an hour, to all block lists together. */
    private static final int BLOCK_LIST_QUESTIONS = 500;

    @Provides
    @Singleton
    SenderSightings senderSightings(Clock clock) {
        return new SenderSightings(clock);
    }

    @Provides
    @Singleton
    PostureCheck postureCheck(SluiceSettings settings, Clock clock) {
        PostureWatchSettings posture = settings.posture();
        // James may register its name servers later than this is made.
        Dns dns = question -> {
            List<InetSocketAddress> servers = posture.servers().isEmpty() ? DnsServers.inUse() : posture.servers();
            return new DnsjavaDns(servers, posture.settings().limits().attempt(), clock).ask(question);
        };
        List<String> lists = Stream.concat(
                        posture.settings().addressLists().stream(), posture.settings().domainLists().stream())
                .toList();
        return new PostureService(
                new RateLimitedZones(dns, lists, BLOCK_LIST_QUESTIONS, clock), posture.settings(), clock);
    }

    /** For those who must not wait. */
    @Provides
    @Singleton
    PostureCache postureCache(PostureCheck check, OutboxService outbox, Clock clock) {
        ThreadPoolExecutor behind = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "sluice-posture");
                    thread.setDaemon(true);
                    return thread;
                });
        behind.allowCoreThreadTimeOut(true);
        outbox.onStop(behind::shutdownNow);
        return new PostureCache(check, behind, PostureCache.Terms.STANDARD, clock);
    }

    @Provides
    @Singleton
    PostureWatch postureWatch(
            SluiceSettings settings, SenderSightings sightings, PostureCheck check, OutboxService outbox) {
        PostureWatchSettings posture = settings.posture();
        PostureWatch watch = new PostureWatch(sightings, check, posture.addresses());
        if (posture.enabled()) {
            Rounds rounds = new Rounds("sluice-posture-watch");
            rounds.every(posture.period(), "The posture of senders cannot be looked up", watch::look);
            outbox.onStop(rounds::stop);
        }
        return watch;
    }

    /** A short memory: who asks twice wants to see what was changed meanwhile. */
    @Provides
    @Singleton
    DiagnosisReport diagnosisReport(
            PostureCheck check, SenderSightings sightings, PostureWatch watch, SluiceSettings settings, Clock clock) {
        PostureCache.Terms terms = new PostureCache.Terms(
                Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofMinutes(1), MOST_WAITING);
        PostureCache cache = new PostureCache(check, Runnable::run, terms, clock);
        return new DiagnosisReport(
                cache::get, sightings, watch::latest, settings.posture().addresses());
    }
}
