package io.sluice.delivery;

import io.sluice.lane.BackOff;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Entry;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.OutboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.james.core.MailAddress;
import org.apache.james.queue.api.MailPrioritySupport;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery behind one mailet: takes mail into its part of the outbox and moves it from there. Safe for several
 * threads.
 */
public final class Delivery implements EgressPath, AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(Delivery.class);

    /** Mail that came from elsewhere and has expired already is given up after that time, and not at each look. */
    private static final Duration LOOK_AFTER = Duration.ofSeconds(10);

    /** The store gives the lease back at the next start; within a run it does not take as long. */
    private static final Duration GIVING_BACK = Duration.ofHours(1);

    private final DeliveryParts parts;
    private final Lanes lanes;
    private final String source;
    private final DispatcherThreads threads;
    private final OutboxSource.Loan outbox;
    private final GivingUp givingUp;
    private final ExpirySweep expirySweep;
    private final HoldSweep holdSweep;
    private final Optional<DelayNotices> delayNotices;
    private final Redeliveries redeliveries;
    private final Map<LaneId, LaneRunner> runners = new ConcurrentHashMap<>();
    private volatile boolean stopped;
    private volatile boolean closed;

    /** Gives the loan back in the end. */
    Delivery(DeliveryParts parts, Lanes lanes, String source, DispatcherThreads threads, OutboxSource.Loan outbox) {
        this.parts = parts;
        this.lanes = lanes;
        this.source = source;
        this.threads = threads;
        this.outbox = outbox;
        this.redeliveries = new Redeliveries(parts.observer());
        this.holdSweep = new HoldSweep(parts, threads, this::wakeAll);
        LastReplies replies = new LastReplies(lanes);
        this.givingUp = new GivingUp(parts, replies);
        this.expirySweep = new ExpirySweep(parts, givingUp, threads);
        this.delayNotices =
                parts.settings().delayNotice().map(notice -> new DelayNotices(parts, notice, replies, threads));
    }

    /** Starts with what is in the outbox from before. */
    void start() {
        wakeAll();
        expirySweep.start();
        holdSweep.start();
        delayNotices.ifPresent(DelayNotices::start);
    }

    /** Begins with mail that came from elsewhere. Returns at once. */
    void lookForMail() {
        threads.now(() -> {
            try {
                wakeAll();
                Instant soon = parts.clock().instant().plus(LOOK_AFTER);
                parts.outbox()
                        .nextExpiry(parts.settings().outgoing())
                        .ifPresent(next -> expirySweep.expect(later(soon, next)));
                parts.outbox()
                        .nextRelease(parts.settings().outgoing())
                        .ifPresent(next -> holdSweep.expect(later(soon, next)));
                delayNotices.ifPresent(notices -> parts.outbox()
                        .nextNotice(parts.settings().outgoing())
                        .ifPresent(next -> notices.expect(later(soon, next))));
            } catch (OutboxException e) {
                LOGGER.warn("The outbox could not be asked for mail of other servers", e);
            }
        });
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Looks at all lanes that have mail: some came to them that they may not know of. */
    void wakeAll() {
        if (!stopped) {
            for (String lane : parts.outbox().lanes(parts.settings().outgoing())) {
                wake(LaneId.parse(lane));
            }
        }
    }

    /** Gives a held entry of this part of the outbox back to its sender, through the {@code bounceProcessor}. */
    HeldMail.Bounce giveBack(long entryId, String text) {
        Instant now = parts.clock().instant();
        Optional<Entry> entry = stopped ? Optional.empty() : parts.outbox().leaseHeld(entryId, now.plus(GIVING_BACK));
        if (entry.isEmpty()) {
            return HeldMail.Bounce.NOT_HELD;
        }
        return givingUp.giveBack(entry.get(), text, now) ? HeldMail.Bounce.DONE : HeldMail.Bounce.NOT_TAKEN;
    }

    /** A hold of mail of this part of the outbox ends then. */
    void expectRelease(Instant end) {
        holdSweep.expect(end);
    }

    /**
     * Takes a mail: one entry per recipients' domain. Returns after the commit. A mail that
     * was taken before a crash and comes again is not stored again. A mail that {@code Hold} marked does not
     * leave before its hold ends. Once {@linkplain #stop() stopped}, it takes mail for after the next start.
     *
     * @throws OutboxException when the outbox cannot store it; nothing was stored
     * @throws IllegalStateException after {@link #close()}; nothing was stored
     */
    public void accept(Mail mail) {
        requireOpen();
        if (!redeliveries.leaveOut(mail, parts.outbox())) {
            return;
        }
        Instant now = parts.clock().instant();
        Optional<Instant> deadline = Deadlines.of(mail, now);
        List<NewEntry> entries = entries(mail, byDomain(mail.getRecipients()), deadline, now);
        parts.outbox().store(StoredMails.toMessage(mail, deadline), entries);
        stored(entries);
    }

    /**
     * The entries of a mail on this path.
     *
     * @param recipients by domain
     * @param deadline what the mail itself says
     */
    List<NewEntry> entries(Mail mail, Map<String, Set<String>> recipients, Optional<Instant> deadline, Instant now) {
        Instant expires = new Lifetime(now, parts.settings().maxAges(), deadline).end();
        Optional<Instant> notice = delayNotices.flatMap(notices -> notices.due(mail, now));
        Optional<HoldTerms> hold = HoldAttributes.of(mail, now);
        List<NewEntry> entries = new ArrayList<>();
        recipients.forEach((domain, addresses) -> {
            NewEntry entry = entry(mail, domain, addresses, now, expires, notice);
            entries.add(hold.map(entry::held).orElse(entry));
        });
        return entries;
    }

    /** @throws IllegalStateException after {@link #close()} */
    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The outbox is closed: the server is stopping");
        }
    }

    /** These entries of this part of the outbox were stored. */
    void stored(List<NewEntry> entries) {
        for (NewEntry entry : entries) {
            expirySweep.expect(entry.expires());
            entry.hold().flatMap(HoldTerms::until).ifPresent(holdSweep::expect);
            entry.notice().ifPresent(due -> delayNotices.ifPresent(notices -> notices.expect(due)));
            parts.observer().taken(LaneId.parse(entry.lane()));
        }
        entries.stream().map(NewEntry::lane).distinct().map(LaneId::parse).forEach(this::wake);
    }

    @Override
    public void received(Instant expiry, Set<LaneId> lanes) {
        expirySweep.expect(expiry);
        delayNotices.ifPresent(DelayNotices::start); // it asks the store when the next one is due
        lanes.stream().filter(lane -> lane.source().equals(source)).forEach(this::wake);
    }

    @Override
    public String outgoing() {
        return parts.settings().outgoing();
    }

    @Override
    public LaneId laneTo(String domain) {
        return new LaneId(source, parts.destinations().of(domain).lane());
    }

    @Override
    public String tenantOf(String domain) {
        return parts.destinations().of(domain).tenant();
    }

    /** The lanes that carry its mail since the start. */
    Set<LaneId> lanes() {
        return Set.copyOf(runners.keySet());
    }

    /** Makes the lane, where it is not there yet: it takes over how it stood. */
    void open(LaneId id) {
        runners.computeIfAbsent(id, this::runner);
    }

    @Override
    public double rateOf(LaneId id) {
        return runners.computeIfAbsent(id, this::runner).rate();
    }

    private Map<String, Set<String>> byDomain(Collection<MailAddress> recipients) {
        Map<String, Set<String>> result = new LinkedHashMap<>();
        for (MailAddress recipient : recipients) {
            String domain = parts.settings().gateways().isEmpty()
                    ? recipient.getDomain().asString()
                    : GatewayDestinations.EVERY_DOMAIN;
            result.computeIfAbsent(domain, key -> new LinkedHashSet<>()).add(recipient.asString());
        }
        return result;
    }

    private NewEntry entry(
            Mail mail, String domain, Set<String> recipients, Instant now, Instant expires, Optional<Instant> notice) {
        Destination destination = parts.destinations().of(domain);
        return new NewEntry(
                parts.settings().outgoing(),
                new LaneId(source, destination.lane()).toString(),
                domain,
                destination.tenant(),
                senderDomain(mail),
                List.copyOf(recipients),
                priority(mail),
                now,
                expires,
                notice);
    }

    private static String senderDomain(Mail mail) {
        return mail.getMaybeSender()
                .asOptional()
                .map(sender -> sender.getDomain().asString().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private int priority(Mail mail) {
        if (parts.settings().usePriority()) {
            return MailPrioritySupport.HIGH_PRIORITY;
        }
        Optional<Integer> given = mail.getAttribute(MailPrioritySupport.MAIL_PRIORITY)
                .map(Attribute::getValue)
                .flatMap(value -> value.valueAs(Integer.class));
        return given.map(value -> Math.max(0, Math.min(9, value))).orElse(MailPrioritySupport.NORMAL_PRIORITY);
    }

    private void wake(LaneId id) {
        if (!stopped) {
            runners.computeIfAbsent(id, this::runner).signal();
        }
    }

    private LaneRunner runner(LaneId id) {
        Lane lane = lanes.lane(id, limits -> parts.settings().ceilings().applyTo(id, limits));
        BackOff backOff = new BackOff(parts.schedule(), parts.settings().serviceFaults());
        LaneFeedback feedback = new LaneFeedback(lanes, lane, backOff, parts.observer(), gate -> gateOpened(id, gate));
        EntryDelivery delivery = new EntryDelivery(lane, parts, feedback, this::wake, givingUp, expirySweep::expect);
        LaneRunner runner = new LaneRunner(lane, parts, delivery, threads, threads);
        lanes.subscribe(id, runner::signal);
        return runner;
    }

    private void gateOpened(LaneId id, String gate) {
        CompletableFuture<Void> unused = parts.outbox()
                .gateOpened(parts.settings().outgoing(), id.toString(), gate)
                .whenComplete((done, failure) -> {
                    if (failure == null) {
                        wake(id);
                    } else {
                        LOGGER.warn("Mail behind {} of lane {} waits until its time comes", gate, id, failure);
                    }
                });
    }

    /** Finishes what is under way within a bound; the rest stays in the outbox. Idempotent. */
    synchronized void stop() {
        if (stopped) {
            return;
        }
        stopped = true;
        expirySweep.stop();
        holdSweep.stop();
        delayNotices.ifPresent(DelayNotices::stop);
        runners.values().forEach(LaneRunner::stop);
        threads.close();
        parts.connections().close();
        LOGGER.info(
                "Delivery of {} stopped, {} settlements open",
                parts.settings().outgoing(),
                parts.settler().pending());
    }

    /** Stops, takes no more mail, and gives the outbox back. Idempotent. */
    @Override
    public void close() {
        stop();
        closed = true;
        outbox.close();
    }

    /** How long a stop waits for transactions under way. */
    static Duration drain() {
        return Duration.ofSeconds(5);
    }
}
