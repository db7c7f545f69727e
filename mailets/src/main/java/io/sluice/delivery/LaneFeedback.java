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
import io.sluice.lane.SavedState;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Brings what attempts found to their lane, and tells people what the lane made of it. Safe for several threads. */
final class LaneFeedback {
    private final Lanes lanes;
    private final Lane lane;
    private final BackOff backOff;
    private final DeliveryObserver observer;
    private final Consumer<String> gateOpened;
    private final BlockAlarm alarm;

    /** @param gateOpened is told the name of a gate inside the lane that opened; must not block */
    LaneFeedback(Lanes lanes, Lane lane, BackOff backOff, DeliveryObserver observer, Consumer<String> gateOpened) {
        this.lanes = lanes;
        this.lane = lane;
        this.backOff = backOff;
        this.observer = observer;
        this.gateOpened = gateOpened;
        this.alarm = new BlockAlarm(lane);
    }

    /** Whom the entry is from and for. */
    static Errand errand(Entry entry) {
        List<String> recipients = entry.recipients().stream()
                .map(Recipient::address)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .toList();
        return new Errand(entry.tenant(), entry.senderDomain(), recipients);
    }

    /**
     * What a lane made of an attempt.
     *
     * @param reaction for the mail
     * @param changes for the store
     */
    record Conclusion(Reaction reaction, LaneChanges changes) {}

    /** Gives the permit back with what the attempt found. */
    Conclusion conclude(Entry entry, Permit permit, AttemptReport report, Instant now) {
        List<Finding> refusals = report.refusals().stream()
                .map(refusal -> new Finding(
                        refusal.recipient().toLowerCase(Locale.ROOT),
                        refusal.verdict(),
                        refusal.reply().text()))
                .toList();
        Findings findings = new Findings(report.accepted().size(), refusals, report.takenAtOnce());
        Reaction reaction = lane.conclude(permit, errand(entry), findings, backOff, now);
        List<LaneEvent> events = new ArrayList<>(reaction.events());
        List<SavedState> states = new ArrayList<>(lane.takeUnsaved());
        reaction.serviceFault().ifPresent(until -> lane.id().service().ifPresent(service -> {
            lanes.closeAll(service, until, reaction.cause());
            for (Lane other : lanes.all()) {
                events.addAll(other.takeEvents());
                states.addAll(other.takeUnsaved());
            }
        }));
        alarm.changed(events);
        alarm.refused(report.refusals(), entry.senderDomain(), now);
        tell(events);
        lanes.changed(lane.id());
        return new Conclusion(reaction, LaneRecords.changes(states, events, now));
    }

    /** Gives the permit back: the attempt was not made. */
    void abandon(Permit permit, Instant now) {
        lane.abandon(permit, now);
        lanes.changed(lane.id());
    }

    private void tell(List<LaneEvent> events) {
        LaneNews.tell(events, observer);
        events.stream()
                .filter(event ->
                        event.kind() == LaneEvent.Kind.REOPENED && !event.gate().isEmpty())
                .forEach(event -> gateOpened.accept(event.gate()));
    }
}
