package io.sluice.webadmin;

import io.sluice.lane.GateKey;
import io.sluice.lane.GateState;
import io.sluice.lane.GateView;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.lane.Suspension;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.EntryStatus;
import io.sluice.outbox.Recipient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds everything that holds an entry at a moment. */
final class Obstacles {
    static final String DUE = "due";
    static final String HOLD = "hold";
    static final String SUSPENSION = "suspension";
    static final String LANE = "lane";
    static final String WARM_UP = "warm-up";
    static final String DAMAGE = "damage";

    /** What has no end known lasts longest. */
    private static final Comparator<Explanation.Obstacle> LONGEST_FIRST = Comparator.comparing(
            (Explanation.Obstacle obstacle) -> obstacle.until().orElse(Instant.MAX), Comparator.reverseOrder());

    private final Lanes lanes;

    Obstacles(Lanes lanes) {
        this.lanes = lanes;
    }

    List<Explanation.Obstacle> of(EntryStatus status, Instant now) {
        List<Explanation.Obstacle> found = new ArrayList<>();
        switch (status.place()) {
            case HELD -> status.hold()
                    .ifPresent(hold -> found.add(
                            new Explanation.Obstacle(HOLD, hold.reason(), hold.until(), Optional.of("it is held"))));
            case SET_ASIDE -> found.add(new Explanation.Obstacle(
                    DAMAGE, "outbox", Optional.empty(), Optional.of("the outbox is damaged where it is stored")));
            case QUEUED -> queued(status.entry(), now, found);
            case IN_FLIGHT -> {}
        }
        found.sort(LONGEST_FIRST);
        return List.copyOf(found);
    }

    private void queued(Entry entry, Instant now, List<Explanation.Obstacle> found) {
        if (entry.due().isAfter(now)) {
            found.add(new Explanation.Obstacle(
                    DUE,
                    entry.lane(),
                    Optional.of(entry.due()),
                    entry.lastDeferral().map(why -> said(entry, why))));
        }
        if (entry.lane().indexOf('/') < 1) {
            return;
        }
        LaneId id = LaneId.parse(entry.lane());
        Optional<Suspension> suspension = lanes.suspension(id);
        suspension.ifPresent(wanted -> found.add(
                new Explanation.Obstacle(SUSPENSION, entry.lane(), wanted.until(), Optional.of(wanted.cause()))));
        lanes.find(id).ifPresent(lane -> {
            if (suspension.isEmpty()) {
                obstacle(LANE, entry.lane(), lane.state()).ifPresent(found::add);
            }
            lane.warmUpDone(now)
                    .ifPresent(tomorrow -> found.add(new Explanation.Obstacle(
                            WARM_UP,
                            entry.lane(),
                            Optional.of(tomorrow),
                            Optional.of("the messages of this day are sent"))));
            gates(entry, lane, found);
        });
    }

    private static String said(Entry entry, Deferral why) {
        return why.deferralClass().token() + ", rule " + why.ruleId() + ": "
                + entry.recipients().get(0).lastReply().orElse("no reply");
    }

    private static void gates(Entry entry, Lane lane, List<Explanation.Obstacle> found) {
        gate(lane, new GateKey(GateKey.Kind.TENANT, entry.tenant())).ifPresent(found::add);
        gate(lane, new GateKey(GateKey.Kind.SENDER_DOMAIN, entry.senderDomain()))
                .ifPresent(found::add);
        List<Explanation.Obstacle> recipients = entry.recipients().stream()
                .map(Recipient::address)
                .flatMap(address -> gate(lane, new GateKey(GateKey.Kind.RECIPIENT, address)).stream())
                .toList();
        // Mail for several recipients goes when the first of them can take it.
        if (recipients.size() == entry.recipients().size()) {
            recipients.stream().max(LONGEST_FIRST).ifPresent(found::add);
        }
    }

    private static Optional<Explanation.Obstacle> gate(Lane lane, GateKey key) {
        Optional<GateView> view = lane.gate(key);
        return view.flatMap(gate -> obstacle(key.kind().token(), key.name(), gate.state()));
    }

    private static Optional<Explanation.Obstacle> obstacle(String kind, String name, GateState state) {
        if (state instanceof GateState.Open) {
            return Optional.empty();
        }
        Optional<Instant> until =
                state instanceof GateState.Closed closed ? Optional.of(closed.until()) : Optional.empty();
        return Optional.of(new Explanation.Obstacle(kind, name, until, state.reason()));
    }
}
