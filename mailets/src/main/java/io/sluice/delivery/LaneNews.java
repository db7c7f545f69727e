package io.sluice.delivery;

import io.sluice.lane.Lane;
import io.sluice.lane.LaneEvent;
import io.sluice.lane.Lanes;
import io.sluice.lane.SavedState;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.OutboxException;
import io.sluice.reply.MaskedAddresses;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what changed on lanes to people and to the store, where no attempt does: after a change of limits, for example.
 * Safe for several threads.
 */
public final class LaneNews {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneNews.class);

    private final OutboxSource source;
    private final Lanes lanes;
    private final DeliveryObserver observer;
    private final InstantSource clock;

    public LaneNews(OutboxSource source, Lanes lanes, DeliveryObserver observer, InstantSource clock) {
        this.source = source;
        this.lanes = lanes;
        this.observer = observer;
        this.clock = clock;
    }

    /**
     * Tells what changed on any lane since somebody asked last, and has it stored. Does not wait for the store; what it
     * refuses is logged.
     */
    public void spread() {
        List<LaneEvent> events = new ArrayList<>();
        for (Lane lane : lanes.all()) {
            events.addAll(lane.takeEvents());
        }
        List<SavedState> states = lanes.takeUnsaved();
        tell(events, observer);
        LaneChanges changes = LaneRecords.changes(states, events, clock.instant());
        if (!changes.equals(LaneChanges.NONE)) {
            save(changes);
        }
    }

    private void save(LaneChanges changes) {
        try {
            OutboxSource.Loan loan = source.borrow();
            CompletableFuture<Void> unused = loan.outbox().saveLanes(changes).whenComplete((done, failure) -> {
                loan.close();
                if (failure != null) {
                    LOGGER.warn("Changes of lanes could not be stored", failure);
                }
            });
        } catch (OutboxException e) {
            LOGGER.warn("Changes of lanes could not be stored", e);
        }
    }

    /** Tells the observer, and the log. */
    static void tell(List<LaneEvent> events, DeliveryObserver observer) {
        for (LaneEvent event : events) {
            observer.laneChanged(event);
            LOGGER.info("{}", MaskedAddresses.in(sentence(event)));
        }
    }

    /** For example: Lane default/business: rate-raised from 2.0/s to 3.0/s. accepted */
    static String sentence(LaneEvent event) {
        StringBuilder text = new StringBuilder("Lane ").append(event.lane());
        append(text, ", ", event.gate());
        text.append(": ").append(event.kind().token());
        append(text, " from ", event.from());
        append(text, " to ", event.to());
        append(text, ". ", event.cause());
        return text.toString();
    }

    private static void append(StringBuilder text, String before, String part) {
        if (!part.isEmpty()) {
            text.append(before).append(part);
        }
    }
}
