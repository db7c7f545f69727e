package io.sluice.delivery;

import io.sluice.lane.Admission;
import io.sluice.lane.Lane;
import io.sluice.lane.Permit;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.StoredMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the mail of one lane: asks the lane, leases what is due, and gives it to workers. Nothing polls: it runs when
 * it is signalled, because mail came in, a permit came back, or the time came that lane or outbox named. Signals while
 * it runs make it run once more; it never runs twice at a time.
 */
final class LaneRunner {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneRunner.class);

    /** Entries leased at one time: enough to share a commit, few enough to keep the order of priorities. */
    private static final int PREFETCH = 32;

    /** Leased entries are kept over a wait of that length; a longer one gives them back to the order of the store. */
    private static final Duration SHORT_WAIT = Duration.ofSeconds(2);

    /** A probe is chosen among so many. */
    private static final int CANDIDATES = 8;

    /** The store gives leases back at the next start; within a run nothing takes as long. */
    private static final Duration LEASE = Duration.ofHours(12);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(2);

    private final String outgoing;
    private final Lane lane;
    private final Outbox outbox;
    private final Settler settler;
    private final EntryDelivery delivery;
    private final Wakeups wakeups;
    private final Executor workers;
    private final InstantSource clock;

    private final AtomicInteger signals = new AtomicInteger();
    private final Alarm alarm;
    private final Deque<Entry> leased = new ArrayDeque<>();
    private volatile boolean stopped;

    LaneRunner(Lane lane, DeliveryParts parts, EntryDelivery delivery, Wakeups wakeups, Executor workers) {
        this.outgoing = parts.settings().outgoing();
        this.lane = lane;
        this.outbox = parts.outbox();
        this.settler = parts.settler();
        this.delivery = delivery;
        this.wakeups = wakeups;
        this.workers = workers;
        this.clock = parts.clock();
        this.alarm = new Alarm(wakeups, clock, this::signal);
    }

    /** Something may have changed. Cheap; returns at once. */
    void signal() {
        if (!stopped && signals.getAndIncrement() == 0) {
            wakeups.now(this::run);
        }
    }

    /** How many messages per second may leave now. */
    double rate() {
        return lane.view().ratePerSecond();
    }

    /** Starts nothing more. */
    void stop() {
        stopped = true;
    }

    private void run() {
        int seen = signals.get();
        try {
            pump();
        } catch (OutboxException e) {
            LOGGER.error("Lane {} cannot reach the outbox; trying again", lane.id(), e);
            wakeups.in(AFTER_FAULT, this::signal);
        } catch (RuntimeException e) {
            LOGGER.error("Lane {} stumbled; going on", lane.id(), e);
            wakeups.in(AFTER_FAULT, this::signal);
        }
        if (signals.addAndGet(-seen) != 0) {
            wakeups.now(this::run);
        }
    }

    private void pump() {
        while (!stopped) {
            Instant now = clock.instant();
            Admission admission = lane.admit(now);
            if (admission instanceof Admission.NotBefore later) {
                if (later.when().isAfter(now.plus(SHORT_WAIT))) {
                    giveLeasedBack(now);
                }
                alarm.set(later.when());
                return;
            }
            if (!(admission instanceof Admission.Admitted admitted)) {
                return;
            }
            Optional<Entry> next;
            try {
                next = next(now, admitted.permit().probe());
            } catch (RuntimeException e) {
                lane.abandon(admitted.permit(), now);
                throw e;
            }
            if (next.isEmpty()) {
                lane.abandon(admitted.permit(), now);
                outbox.nextDue(outgoing, lane.id().toString()).ifPresent(alarm::set);
                return;
            }
            // The lease may have taken its time.
            start(next.get(), admitted, clock.instant());
        }
        giveLeasedBack(clock.instant());
    }

    private Optional<Entry> next(Instant now, boolean probe) {
        if (leased.isEmpty()) {
            int max = probe ? CANDIDATES : Math.min(PREFETCH, lane.soon());
            leased.addAll(outbox.lease(
                    outgoing,
                    lane.id().toString(),
                    now,
                    max,
                    now.plus(LEASE),
                    (senderDomain, tenant) -> lane.closedGate(tenant, senderDomain, now)
                            .map(gate -> new LeaseFilter.Closed(gate.name(), gate.until()))));
        }
        return probe ? probe() : Optional.ofNullable(leased.poll());
    }

    /** For a test, mail that costs little when it is refused, of a kind that was accepted before. */
    private Optional<Entry> probe() {
        Optional<Entry> best = leased.stream()
                .min(Comparator.comparing((Entry entry) -> !lane.isFamiliar(LaneFeedback.errand(entry)))
                        .thenComparing(entry -> entry.recipients().size())
                        .thenComparing(this::size));
        best.ifPresent(leased::remove);
        return best;
    }

    private long size(Entry entry) {
        return outbox.message(entry.messageId()).map(StoredMessage::size).orElse(Long.MAX_VALUE);
    }

    private void start(Entry entry, Admission.Admitted admitted, Instant now) {
        Admission narrow = lane.admit(admitted.permit(), LaneFeedback.errand(entry), now);
        if (narrow instanceof Admission.Admitted throughout) {
            Permit permit = throughout.permit();
            workers.execute(() -> delivery.deliver(entry, permit));
            return;
        }
        lane.abandon(admitted.permit(), now);
        Instant due = narrow instanceof Admission.NotBefore later ? later.when() : now.plus(AFTER_FAULT);
        giveBack(List.of(entry), due);
    }

    private void giveLeasedBack(Instant now) {
        if (!leased.isEmpty()) {
            giveBack(List.copyOf(leased), now);
            leased.clear();
        }
    }

    private void giveBack(List<Entry> entries, Instant due) {
        List<Long> ids = entries.stream().map(Entry::id).toList();
        settler.giveBack(ids, lane.id().toString(), due, () -> {});
    }
}
