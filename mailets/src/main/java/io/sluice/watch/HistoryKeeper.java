package io.sluice.watch;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.Refusal;
import io.sluice.history.DeferralRecord;
import io.sluice.history.HistoryStore;
import io.sluice.history.Levels;
import io.sluice.history.Recorder;
import io.sluice.history.Row;
import io.sluice.history.Subject;
import io.sluice.lane.LaneId;
import io.sluice.outbox.Entry;
import io.sluice.outbox.OutboxException;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.MaskedAddresses;
import io.sluice.reply.ReplyParts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers what happens and has it written together every few seconds, beside the mail. Attempts never wait for that. A
 * crash loses the numbers of the last {@link #PERIOD}; a store that refuses them is asked again, while memory allows. Safe
 * for several threads.
 */
public final class HistoryKeeper implements DeliveryObserver {
    /** How often it is written. */
    public static final Duration PERIOD = Duration.ofSeconds(5);

    /** Deferrals that wait to be written; more are counted only. */
    static final int MOST_WAITING = 10_000;

    private static final int BATCH = 1000;
    private static final Logger LOGGER = LoggerFactory.getLogger(HistoryKeeper.class);

    private final OutboxSource source;
    private final InstantSource clock;
    private final Recorder recorder;
    private final Deque<DeferralRecord> deferrals = new ArrayDeque<>(); // guarded by itself
    private long dropped; // guarded by deferrals
    private volatile Optional<Fault> fault = Optional.empty();

    /** @param run a random number, which no other run of a server has */
    public HistoryKeeper(OutboxSource source, InstantSource clock, long run) {
        this.source = source;
        this.clock = clock;
        this.recorder = new Recorder(run);
    }

    /**
     * Why nothing can be written.
     *
     * @param since the first time in a row
     * @param message for people
     */
    public record Fault(Instant since, String message) {}

    /** Why the last attempt to write failed; empty when it did not. */
    public Optional<Fault> fault() {
        return fault;
    }

    @Override
    public void concluded(AttemptOutcome outcome) {
        String lane = outcome.lane().toString();
        recorder.attempted(lane, outcome.senderDomain(), outcome.ended());
        if (!outcome.accepted().isEmpty()) {
            recorder.accepted(lane, outcome.senderDomain(), outcome.accepted().size(), outcome.age(), outcome.ended());
        }
        for (AttemptOutcome.Refused refused : outcome.refused()) {
            DeferralRecord deferral = deferral(outcome, refused);
            recorder.refused(
                    lane,
                    outcome.senderDomain(),
                    deferral.deferralClass(),
                    Optional.of(deferral.region()).filter(region -> !region.isEmpty()),
                    refused.gaveUp(),
                    outcome.ended());
            keep(deferral);
        }
    }

    @Override
    public void expired(LaneId lane, Entry entry, int recipients) {
        recorder.expired(lane.toString(), entry.senderDomain(), recipients, clock.instant());
    }

    /**
     * Takes note of how lanes stand.
     *
     * @param byHand whether a person has suspended the lane of a name
     */
    public void looked(Map<String, Levels> lanes, Predicate<String> byHand) {
        lanes.forEach((name, levels) -> recorder.looked(name, levels, byHand.test(name)));
    }

    private void keep(DeferralRecord deferral) {
        synchronized (deferrals) {
            if (deferrals.size() < MOST_WAITING) {
                deferrals.add(deferral);
            } else {
                dropped++;
            }
        }
    }

    private static DeferralRecord deferral(AttemptOutcome outcome, AttemptOutcome.Refused refused) {
        Refusal refusal = refused.refusal();
        ReplyParts parts = refusal.verdict().parts();
        return new DeferralRecord(
                outcome.ended(),
                refused.gaveUp() ? DeferralRecord.Outcome.FAILED : DeferralRecord.Outcome.DEFERRED,
                outcome.entry(),
                outcome.lane().toString(),
                domain(refusal.recipient(), outcome.domain()),
                outcome.tenant(),
                outcome.senderDomain().isEmpty() ? Subject.NULL_SENDER : outcome.senderDomain(),
                refusal.verdict().deferralClass(),
                refusal.verdict().ruleId(),
                MaskedAddresses.in(refusal.reply().text()),
                refusal.reply().stage().token(),
                refusal.reply().remote().name(),
                refusal.reply().remote().ip(),
                parts.frontEnd().flatMap(FrontEnd::region).orElse(""),
                parts.mxId().orElse(""));
    }

    /** The entry's domain says nothing where a gateway takes mail for all of them. */
    private static String domain(String recipient, String otherwise) {
        int at = recipient.lastIndexOf('@');
        return at < 0 ? otherwise : recipient.substring(at + 1).toLowerCase(Locale.ROOT);
    }

    /**
     * Writes what came since the last time. For one thread at a time.
     *
     * @throws OutboxException when it could not be written; it is kept for the next time
     */
    public void write() {
        Instant now = clock.instant();
        List<Row> rows = recorder.take();
        List<DeferralRecord> batch = nextBatch();
        if (rows.isEmpty() && batch.isEmpty()) {
            return;
        }
        try (OutboxSource.Loan loan = source.borrow()) {
            HistoryStore store = loan.outbox().history();
            store.write(rows, batch, now).join();
            rows = List.of();
            fault = Optional.empty();
            for (batch = written(batch); !batch.isEmpty(); batch = written(batch)) {
                store.write(List.of(), batch, now).join();
            }
        } catch (OutboxException | CompletionException e) {
            recorder.again(rows);
            fault = Optional.of(new Fault(fault.map(Fault::since).orElse(now), String.valueOf(e.getMessage())));
            throw e;
        } finally {
            int lost = recorder.tidy(now);
            if (lost > 0) {
                LOGGER.warn("{} counts of history were dropped, because they could not be written for too long", lost);
            }
        }
    }

    private List<DeferralRecord> nextBatch() {
        synchronized (deferrals) {
            return deferrals.stream().limit(BATCH).toList();
        }
    }

    private List<DeferralRecord> written(List<DeferralRecord> batch) {
        List<DeferralRecord> next = new ArrayList<>();
        long lost;
        synchronized (deferrals) {
            for (int i = 0; i < batch.size(); i++) {
                deferrals.removeFirst();
            }
            deferrals.stream().limit(BATCH).forEach(next::add);
            lost = dropped;
            dropped = 0;
        }
        if (lost > 0) {
            LOGGER.warn("{} deferrals were counted, but are not in the list of deferrals: too many at once", lost);
        }
        return next;
    }
}
