package io.sluice.microsoft;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.inject.ProvidedBy;
import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import org.apache.james.core.Domain;
import org.apache.james.dnsservice.api.DNSService;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the mail of each domain goes and whether Microsoft takes it, remembered. Shared by all who ask; safe for use by
 * several threads.
 *
 * <p>An answer lives as long as its MX records say, within the bounds of {@link MxCacheSettings}; the least time if that
 * is not known. James's resolver keeps records too, so the first answer after a start can be up to twice its time to
 * live old. Look-ups of one domain at the same time share one query. When the DNS fails, the last good answer is given
 * as {@link Freshness#STALE} up to its bounded age, and then Microsoft's consumer domains are known
 * {@linkplain Freshness#BY_NAME by name}. The DNS is believed when it says that a domain is gone: a good answer from
 * before is not used against that.
 *
 * <p>Metrics, all counters: {@value #LOOKUPS} for queries to James's DNS service, {@value #STALE} for stale answers
 * given, {@value #UNDECIDED} for the times that it could not be told whether a domain is Microsoft's.
 */
@ProvidedBy(MxDirectoryMissing.class)
public final class MxDirectory {
    /** Counts queries to James's DNS service. */
    public static final String LOOKUPS = "sluice.mx.lookups";
    /** Counts stale answers given. */
    public static final String STALE = "sluice.mx.stale";
    /** Counts {@link MxAnswer.Failed} answers given. */
    public static final String UNDECIDED = "sluice.mx.undecided";

    private static final Logger LOGGER = LoggerFactory.getLogger(MxDirectory.class);

    private final MxQuery query;
    private final MxRecordCache records;
    private final MicrosoftHosts microsoft;
    private final MxCacheSettings settings;
    private final InstantSource clock;
    private final Metric lookups;
    private final Metric stale;
    private final Metric undecided;
    private final Cache<String, Entry> entries;
    private final ConcurrentMap<String, CompletableFuture<MxAnswer>> underWay = new ConcurrentHashMap<>();

    /**
     * What is known about a domain.
     *
     * @param answer what to say
     * @param since when that was found out
     * @param until when to ask again
     * @param good the last answer with hosts, while the DNS has not contradicted it
     */
    private record Entry(MxAnswer answer, Instant since, Instant until, Optional<Good> good) {
        /** A clock that was set back must not keep an answer alive. */
        boolean isValid(Instant now) {
            return !now.isBefore(since) && now.isBefore(until);
        }

        Entry expired() {
            return new Entry(answer, since, since, good);
        }
    }

    private record Good(MxAnswer.Hosted answer, Instant since) {}

    public MxDirectory(
            DNSService dns,
            AddressRecords addresses,
            MxRecordCache records,
            MicrosoftSettings settings,
            MetricFactory metrics,
            InstantSource clock) {
        this.query = new MxQuery(dns, addresses, settings.hosts());
        this.records = records;
        this.microsoft = settings.hosts();
        this.settings = settings.cache();
        this.clock = clock;
        this.lookups = metrics.generate(LOOKUPS);
        this.stale = metrics.generate(STALE);
        this.undecided = metrics.generate(UNDECIDED);
        // One segment, so that the bound and the order of use hold for the whole; reading takes no lock.
        this.entries = CacheBuilder.newBuilder()
                .concurrencyLevel(1)
                .maximumSize(settings.cache().size())
                .build();
    }

    /** As {@link #lookup(String)}. */
    public MxAnswer lookup(Domain domain) {
        return lookup(domain.asString());
    }

    /**
     * Says where a domain's mail goes. Blocks while the DNS is asked; an interrupted caller gets {@link MxAnswer.Failed}
     * and stays interrupted. Never throws because of what the DNS or the name contains.
     *
     * @param domain any text; what can be no domain name is {@link MxAnswer.NoMail}
     */
    public MxAnswer lookup(String domain) {
        Optional<String> name = DomainNames.normalise(domain);
        if (name.isEmpty()) {
            String quoted = DomainNames.quoted(domain);
            return new MxAnswer.NoMail(quoted, NoReply.Kind.NO_SUCH_DOMAIN, quoted + " is no possible domain name");
        }
        MxAnswer answer = remembered(name.get()).orElseGet(() -> askOnce(name.get()));
        if (answer instanceof MxAnswer.Failed) {
            undecided.increment();
        } else if (answer instanceof MxAnswer.Hosted hosted && hosted.freshness() == Freshness.STALE) {
            stale.increment();
        }
        return answer;
    }

    /**
     * Asks the DNS at the next look-up, because a reply shows that the known hosts are the wrong ones. The answer is
     * still given if the DNS fails then. An answer younger than {@link MxCacheSettings#minimum()} is kept, so that many
     * such replies at once do not become many queries.
     */
    public void forget(String domain) {
        DomainNames.normalise(domain).ifPresent(name -> entries.asMap().computeIfPresent(name, (key, entry) -> {
            if (Duration.between(entry.since(), clock.instant()).compareTo(settings.minimum()) < 0) {
                return entry;
            }
            records.flush(key);
            return entry.expired();
        }));
    }

    /** The number of domains that something is known about. */
    public long size() {
        return entries.size();
    }

    private Optional<MxAnswer> remembered(String domain) {
        return Optional.ofNullable(entries.getIfPresent(domain))
                .filter(entry -> entry.isValid(clock.instant()))
                .map(Entry::answer);
    }

    private MxAnswer askOnce(String domain) {
        CompletableFuture<MxAnswer> mine = new CompletableFuture<>();
        CompletableFuture<MxAnswer> other = underWay.putIfAbsent(domain, mine);
        if (other != null) {
            return await(domain, other);
        }
        try {
            // Another look-up may have ended between our missing the entry and our taking the turn.
            MxAnswer answer = remembered(domain).orElseGet(() -> ask(domain));
            mine.complete(answer);
            return answer;
        } finally {
            underWay.remove(domain, mine);
            // Only after an error that was thrown past us; nobody may wait for ever.
            mine.complete(new MxAnswer.Failed(domain, "The look-up of " + domain + " was given up"));
        }
    }

    private static MxAnswer await(String domain, CompletableFuture<MxAnswer> other) {
        try {
            return other.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new MxAnswer.Failed(domain, "Interrupted while " + domain + " was looked up");
        } catch (ExecutionException e) {
            throw new IllegalStateException("Look-ups are completed with answers only", e);
        }
    }

    private MxAnswer ask(String domain) {
        lookups.increment();
        MxAnswer answer = query.ask(domain);
        Optional<Good> before =
                Optional.ofNullable(entries.getIfPresent(domain)).flatMap(Entry::good);
        Entry entry = entry(answer, before, clock.instant());
        entries.put(domain, entry);
        return entry.answer();
    }

    private Entry entry(MxAnswer answer, Optional<Good> before, Instant now) {
        if (answer instanceof MxAnswer.Hosted hosted) {
            Duration life =
                    records.timeToLive(hosted.domain()).map(settings::bounded).orElse(settings.minimum());
            return new Entry(answer, now, now.plus(life), Optional.of(new Good(hosted, now)));
        }
        if (answer instanceof MxAnswer.Failed failed) {
            return new Entry(withoutDns(failed, before, now), now, now.plus(settings.failure()), before);
        }
        return new Entry(answer, now, now.plus(settings.negative()), Optional.empty());
    }

    private MxAnswer withoutDns(MxAnswer.Failed failed, Optional<Good> before, Instant now) {
        Optional<MxAnswer> usable = before.filter(
                        good -> Duration.between(good.since(), now).compareTo(settings.stale()) <= 0)
                .map(good -> good.answer().as(Freshness.STALE));
        if (usable.isEmpty() && microsoft.isConsumerDomain(failed.domain())) {
            usable = Optional.of(new MxAnswer.Hosted(
                    failed.domain(), List.of(), Optional.of(Service.CONSUMER), Optional.empty(), Freshness.BY_NAME));
        }
        LOGGER.info(
                "{}; {}",
                failed.detail(),
                usable.map(answer -> "using " + ((MxAnswer.Hosted) answer).freshness() + " knowledge")
                        .orElse("nothing is known about it"));
        return usable.orElse(failed);
    }
}
