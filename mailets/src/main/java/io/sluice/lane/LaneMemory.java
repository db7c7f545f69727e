package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Writes down what of a lane survives the server, and reads it back. The lane guards it. */
final class LaneMemory {
    /** A gate whose time came longer ago is not remembered. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);
    /** Nothing stays closed for longer after a start. */
    private static final Duration LONGEST = Duration.ofDays(7);

    private final LaneParts lane;

    LaneMemory(LaneParts lane) {
        this.lane = lane;
    }

    /** The lane itself. */
    SavedState saved() {
        return new SavedState(lane.id.toString(), Optional.of(state().toJson()));
    }

    /** A gate that was closed. */
    SavedState closed(GateKey key, NarrowGate narrow, Evidence why) {
        double rate = narrow.pace().map(own -> own.control().rate()).orElse(0.0);
        return new SavedState(
                key(key), Optional.ofNullable(record(narrow.gate(), why, rate)).map(LaneState.GateRecord::toJson));
    }

    /** A gate that opened, or is forgotten. */
    SavedState opened(GateKey key) {
        return new SavedState(key(key), Optional.empty());
    }

    private String key(GateKey narrow) {
        return lane.id + SavedState.GATE + narrow.kind().token() + ":" + narrow.name();
    }

    private LaneState state() {
        return new LaneState(
                lane.pace.control().rate(),
                lane.pace.control().hurt(),
                lane.pace.control().patience(),
                lane.connections.limit(),
                lane.connections.hurt(),
                lane.connectionPace.control().rate(),
                lane.messages.value(),
                lane.recipients.value(),
                lane.penaltySeconds,
                record(lane.gate, lane.closing, 0),
                lane.warmUp.map(WarmUp::progress).orElse(null));
    }

    private LaneState.GateRecord record(Gate which, Evidence why, double rate) {
        if (which.isAtRest()) {
            return null;
        }
        GateState.Closed closed = which.state(lane.time) instanceof GateState.Closed c
                ? c
                : new GateState.Closed(lane.time.instant(which.closedSince()), which.refusals(), which.cause());
        return new LaneState.GateRecord(
                lane.time.instant(which.closedSince()).toEpochMilli(),
                closed.until().toEpochMilli(),
                closed.refusals(),
                why.name(),
                closed.cause(),
                rate);
    }

    /** What is damaged or beyond reason is left out. */
    void restore(Collection<SavedState> states, Instant now) {
        long t = lane.time.at(now);
        for (SavedState state : states) {
            if (state.key().equals(lane.id.toString())) {
                state.json().flatMap(LaneState::parse).ifPresent(saved -> lane(saved, now, t));
            } else if (state.key().startsWith(lane.id + SavedState.GATE)) {
                narrow(state, now, t);
            }
        }
        lane.changes.take();
    }

    private void lane(LaneState saved, Instant now, long t) {
        lane.pace.control().restore(saved.rate(), saved.hurt(), saved.patience());
        lane.pace.slow(t);
        lane.connectionPace.control().restore(saved.connectionRate(), 0, 0);
        lane.connectionPace.slow(t);
        lane.connections.restore(saved.connections(), saved.connectionsHurt());
        lane.messages.restore(saved.messagesPerConnection());
        lane.recipients.restore(saved.recipientsPerTransaction());
        lane.penaltySeconds = Double.isFinite(saved.penaltySeconds()) ? Math.max(0, saved.penaltySeconds()) : 0;
        if (saved.gate() != null) {
            lane.closing = evidence(saved.gate().evidence());
            shut(lane.gate, saved.gate(), now, t);
        }
        if (saved.warmUp() != null) {
            lane.warmUp.ifPresent(plan -> plan.restore(saved.warmUp()));
        }
    }

    private void narrow(SavedState state, Instant now, long t) {
        String rest = state.key().substring(lane.id.toString().length() + SavedState.GATE.length());
        for (GateKey.Kind kind : GateKey.Kind.values()) {
            if (rest.startsWith(kind.token() + ":")) {
                GateKey key = new GateKey(kind, rest.substring(kind.token().length() + 1));
                gate(state, now).ifPresent(saved -> {
                    NarrowGate narrow = new NarrowGate();
                    shut(narrow.gate(), saved, now, t);
                    narrow.use(t);
                    if (saved.rate() > 0) {
                        narrow.paced(lane.law, lane.limits.gateRate());
                    }
                    lane.gates.all().put(key, narrow);
                });
            }
        }
    }

    /** Whether it is of a gate that is of no use any more: damaged, or forgotten by now. */
    static boolean isStale(SavedState state, Instant now) {
        return state.isGate() && gate(state, now).isEmpty();
    }

    private static Optional<LaneState.GateRecord> gate(SavedState state, Instant now) {
        return state.json().flatMap(LaneState.GateRecord::parse).filter(saved -> Instant.ofEpochMilli(saved.until())
                .plus(FORGOTTEN)
                .isAfter(now));
    }

    private static void shut(Gate which, LaneState.GateRecord saved, Instant now, long t) {
        long since = t - Math.min(LONGEST.toNanos(), Lane.nanosBetween(Instant.ofEpochMilli(saved.since()), now));
        long until = t + Math.min(LONGEST.toNanos(), Lane.nanosBetween(now, Instant.ofEpochMilli(saved.until())));
        which.restore(since, until, saved.refusals(), saved.cause());
    }

    private static Evidence evidence(String name) {
        for (Evidence each : Evidence.values()) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return Evidence.SERVICE;
    }
}
