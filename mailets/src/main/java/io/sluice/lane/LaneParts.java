package io.sluice.lane;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a lane is made of. Not safe for several threads: the lane guards it. */
final class LaneParts {
    static final String NO_CAUSE = "";
    private static final int MOST_FAMILIAR = 256;
    /** Later than anything that is waited for. */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    final LaneId id;
    final ControlLaw law;
    final LaneTime time = new LaneTime();
    final Gate gate = new Gate();
    final RefusalBudget budget;
    final Pace pace;
    final Pace connectionPace;
    final CountControl connections;
    final Allowance messages;
    final Allowance recipients;
    final NarrowGates gates;
    final Changes changes;
    /** Of narrower gates, since somebody asked. */
    final Unsaved unsaved = new Unsaved();
    /** The tenants that accepted last. */
    final Map<String, Boolean> familiar = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST_FAMILIAR;
        }
    };

    LaneLimits limits;
    Share share = Share.WHOLE;
    Optional<WarmUp> warmUp;
    /** What a person wants; may be over already. */
    Optional<Suspension> suspension = Optional.empty();
    /** An incident of the service, while there is one. */
    Optional<LaneIncident> incident = Optional.empty();
    /** What was learned before the receiver began to object. */
    final BeforeCuts beforeCuts = new BeforeCuts();
    /** What closed the gate. */
    Evidence closing = Evidence.NONE;
    /** How long the receiver's last penalty lasted. */
    double penaltySeconds;
    /** How long the present rest was at first, in nanoseconds. */
    long firstRest;
    /** Attempts in a row that met a fault of the service. */
    int faults;
    /** Hosts in a row that could not be reached, and the last of them. */
    int hostsDown;

    String unreachableTenant = NO_CAUSE;
    /** Attempts that are under way. */
    int out;
    /** Whether the number of connections is what holds the lane back. */
    boolean connectionsScarce;

    LaneParts(LaneId id, LaneLimits limits, ControlLaw law, Instant now) {
        this.id = id;
        this.limits = limits;
        this.law = law;
        budget = new RefusalBudget(law, limits.connections().ceiling());
        pace = new Pace(law, limits.rate());
        connectionPace = new Pace(law, limits.connectionRate());
        connections = new CountControl(law, limits.connections());
        messages = new Allowance(limits.messagesPerConnection());
        recipients = new Allowance(limits.recipientsPerTransaction());
        gates = new NarrowGates(law, limits.gateRate());
        changes = new Changes(id, limits.rate().start());
        warmUp = limits.warmUp().map(plan -> new WarmUp(plan, now));
    }

    /** Whether mail may leave, be it the receiver or a person who wants it so. */
    GateState state() {
        GateState own = gate.state(time);
        if (suspension.isEmpty()) {
            return own;
        }
        int refusals = Math.max(1, gate.refusals());
        return new GateState.Closed(
                suspension.get().until().orElse(NEVER),
                refusals,
                suspension.get().cause());
    }

    /** Forgets what was learned; gates stay as they are. */
    void forget(long now) {
        pace.forget(now);
        connectionPace.forget(now);
        connections.forget();
        messages.forget();
        recipients.forget();
        familiar.clear();
        penaltySeconds = 0;
        firstRest = 0;
        faults = 0;
        hostsDown = 0;
        unreachableTenant = NO_CAUSE;
    }
}
