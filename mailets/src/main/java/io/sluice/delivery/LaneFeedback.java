package io.sluice.delivery;

import io.sluice.lane.BackOff;
import io.sluice.lane.Errand;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneEvent;
import io.sluice.lane.Lanes;
import io.sluice.lane.Permit;
import io.sluice.lane.Reaction;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Recipient;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what attempts found to their lane, and tells people what the lane made of it. Safe for several threads. */
final class LaneFeedback {
    private static final Logger LOGGER = LoggerFactory.getLogger(LaneFeedback.class);

    private final Lanes lanes;
    private final Lane lane;
    private final BackOff backOff;
    private final DeliveryObserver observer;

    LaneFeedback(Lanes lanes, Lane lane, BackOff backOff, DeliveryObserver observer) {
        this.lanes = lanes;
        this.lane = lane;
        this.backOff = backOff;
        this.observer = observer;
    }

    /** Whom the entry is from and for. */
    static Errand errand(Entry entry) {
        List<String> recipients = entry.recipients().stream()
                .map(Recipient::address)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .toList();
        return new Errand(entry.tenant(), "", recipients);
    }

    /** Gives the permit back with what the attempt found. */
    Reaction conclude(Entry entry, Permit permit, AttemptReport report, Instant now) {
        List<Finding> refusals = report.refusals().stream()
                .map(refusal -> new Finding(
                        refusal.recipient().toLowerCase(Locale.ROOT),
                        refusal.verdict(),
                        refusal.reply().text()))
                .toList();
        Findings findings = new Findings(report.accepted().size(), refusals);
        Reaction reaction = lane.conclude(permit, errand(entry), findings, backOff, now);
        reaction.serviceFault().ifPresent(until -> lane.id().service().ifPresent(service -> {
            lanes.closeAll(service, until, reaction.cause());
            lanes.all().stream().filter(other -> other != lane).forEach(other -> tell(other.takeEvents()));
        }));
        tell(reaction.events());
        lanes.changed(lane.id());
        return reaction;
    }

    /** Gives the permit back: the attempt was not made. */
    void abandon(Permit permit, Instant now) {
        lane.abandon(permit, now);
        lanes.changed(lane.id());
    }

    private void tell(List<LaneEvent> events) {
        for (LaneEvent event : events) {
            observer.laneChanged(event);
            LOGGER.info(
                    "Lane {}{}{}: {} from {} to {}. {}",
                    event.lane(),
                    event.gate().isEmpty() ? "" : ", ",
                    event.gate(),
                    event.kind().token(),
                    event.from(),
                    event.to(),
                    event.cause());
        }
    }
}
