package io.sluice.watch;

import io.sluice.delivery.DeliveryObserver;
import io.sluice.delivery.Refusal;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.lane.Suspension;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.MaskedAddresses;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks now and then at how things stand, and makes an event of what is different from the time before. What changes and
 * changes back between two looks is no event, so that there is no storm of them.
 */
public final class EventSource implements DeliveryObserver {
    /** Replies that no rule knows are one event in this time. */
    static final Duration UNKNOWN_PERIOD = Duration.ofMinutes(10);

    private final Lanes lanes;
    private final Supplier<Optional<String>> storeTrouble;
    private final Supplier<Optional<String>> rulesFault;
    private final Events events;
    private final InstantSource clock;
    private final Map<LaneId, LaneCondition> conditions = new HashMap<>(); // of the thread that looks, as the others
    private Optional<String> store = Optional.empty();
    private Optional<String> rules = Optional.empty();
    private Instant unknownTold = Instant.MIN;
    private long unknown; // guarded by this, as the next
    private String lastUnknown = "";

    /**
     * @param storeTrouble why mail cannot be stored; empty when it can
     * @param rulesFault what is wrong with the file of rules; empty when nothing is
     */
    public EventSource(
            Lanes lanes,
            Supplier<Optional<String>> storeTrouble,
            Supplier<Optional<String>> rulesFault,
            Events events,
            InstantSource clock) {
        this.lanes = lanes;
        this.storeTrouble = storeTrouble;
        this.rulesFault = rulesFault;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void deferred(LaneId lane, Refusal refusal) {
        noteUnknown(refusal);
    }

    @Override
    public void failed(LaneId lane, Refusal refusal) {
        noteUnknown(refusal);
    }

    private synchronized void noteUnknown(Refusal refusal) {
        if (!refusal.verdict().known()) {
            unknown++;
            lastUnknown = refusal.reply().text();
        }
    }

    /** Looks. For one thread at a time. */
    public void look() {
        Instant now = clock.instant();
        lanes.all().forEach(lane -> look(lane, now));
        lookAtStore(now);
        lookAtRules(now);
        lookAtReplies(now);
    }

    private void look(Lane lane, Instant now) {
        Optional<Suspension> unused = lane.suspension(now); // ends what is over
        LaneCondition condition = lane.condition();
        LaneCondition before =
                Optional.ofNullable(conditions.put(lane.id(), condition)).orElse(LaneCondition.OPEN);
        boolean closed = isClosed(condition);
        if (closed && condition != before) {
            publish(now, kind(condition), lane.id().toString(), text(lane, condition));
        } else if (!closed && isClosed(before)) {
            publish(now, Event.Kind.LANE_RESUMED, lane.id().toString(), "Mail leaves again over lane " + lane.id());
        }
    }

    private static boolean isClosed(LaneCondition condition) {
        return condition.compareTo(LaneCondition.SUSPENDED) >= 0;
    }

    private static Event.Kind kind(LaneCondition condition) {
        return switch (condition) {
            case BLOCKED -> Event.Kind.LANE_BLOCKED;
            case SUSPENDED -> Event.Kind.LANE_SUSPENDED;
            default -> Event.Kind.LANE_OUTAGE;
        };
    }

    private static String text(Lane lane, LaneCondition condition) {
        GateState gate = lane.state();
        String until = gate instanceof GateState.Closed closed ? " until " + closed.until() : "";
        return "Lane " + lane.id() + " stands still (" + condition.token() + ")" + until + ": "
                + gate.reason().orElse("no reason is known") + ". " + LaneHealth.advice(lane);
    }

    private void lookAtStore(Instant now) {
        Optional<String> trouble = storeTrouble.get();
        if (trouble.isPresent() && store.isEmpty()) {
            publish(now, Event.Kind.STORE_FAILING, "", trouble.get());
        } else if (trouble.isEmpty() && store.isPresent()) {
            publish(now, Event.Kind.STORE_RECOVERED, "", "The outbox takes mail again");
        }
        store = trouble;
    }

    private void lookAtRules(Instant now) {
        Optional<String> fault = rulesFault.get();
        if (fault.isPresent() && !fault.equals(rules)) {
            publish(
                    now,
                    Event.Kind.RULES_REFUSED,
                    "",
                    "The rules in use are kept, because the new ones have a fault. " + fault.get());
        }
        rules = fault;
    }

    private void lookAtReplies(Instant now) {
        long count;
        String last;
        synchronized (this) {
            if (unknown == 0 || now.isBefore(unknownTold.plus(UNKNOWN_PERIOD))) {
                return;
            }
            count = unknown;
            last = lastUnknown;
            unknown = 0;
        }
        unknownTold = now;
        publish(
                now,
                Event.Kind.UNKNOWN_REPLIES,
                "",
                count + " recipients had a reply that no rule knows, the last: " + last
                        + ". GET /microsoft/replies/unknown shows samples; rules of your own can read them.");
    }

    private void publish(Instant now, Event.Kind kind, String about, String text) {
        events.publish(new Event(now, kind, about, MaskedAddresses.in(text)));
    }
}
