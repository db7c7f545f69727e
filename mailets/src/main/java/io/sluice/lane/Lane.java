package io.sluice.lane;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Admission of mail to one path. While the receiver asked to wait, all mail of the lane waits, and a single mail tests
 * the lane before the rest follows; the same holds for the narrower gate of a tenant. Safe for several threads; does
 * nothing by itself: the caller brings the time.
 */
public final class Lane {
    private static final int FORGET_ABOVE = 1000;
    private static final Duration FORGET_AFTER = Duration.ofDays(1);

    private final LaneId id;
    private final LaneLimits limits;
    private final Gate gate = new Gate();
    private final Map<String, Gate> tenants = new HashMap<>();
    private int out;

    public Lane(LaneId id, LaneLimits limits) {
        this.id = id;
        this.limits = limits;
    }

    public LaneId id() {
        return id;
    }

    /** Whether a mail may leave now. An admitted mail must come back through one of the methods that take a permit. */
    public synchronized Admission admit(Instant now) {
        if (out >= limits.maxConnections()) {
            return new Admission.Busy();
        }
        Admission admission = gate.admit(now);
        if (admission instanceof Admission.Admitted) {
            out++;
        }
        return admission;
    }

    /** Whether a mail to that tenant may leave; asked after the lane admitted it. */
    public synchronized Admission admitTo(String tenant, Instant now) {
        Gate narrower = tenants.get(tenant);
        return narrower == null ? new Admission.Admitted(new Permit(0, false)) : narrower.admit(now);
    }

    /** The attempt's mail passed the lane: accepted, or refused for a reason that is not the lane's. */
    public synchronized void pass(Permit permit) {
        out--;
        gate.pass(permit);
    }

    /** The attempt was refused for a reason of the whole lane: closed until then. */
    public synchronized void close(Permit permit, Instant until, String cause) {
        out--;
        gate.close(permit, until, cause);
    }

    /** The attempt says nothing about the lane: it was not made, or never reached a receiver. */
    public synchronized void abandon(Permit permit, Instant now) {
        out--;
        gate.abandon(permit, now);
    }

    /** Closes the lane for a reason that came up elsewhere, for example on another lane of the service. */
    public synchronized void closeFromOutside(Instant until, String cause) {
        gate.closeFromOutside(until, cause);
    }

    /** The attempt's mail passed the tenant's gate. */
    public synchronized void passTo(String tenant, Permit permit) {
        Gate narrower = tenants.get(tenant);
        if (narrower != null) {
            narrower.pass(permit);
            if (narrower.isAtRest()) {
                tenants.remove(tenant);
            }
        }
    }

    /** The attempt was refused for a reason of the tenant or its host: that gate is closed until then. */
    public synchronized void closeTo(String tenant, Permit permit, Instant until, String cause) {
        forgetLongOver(until);
        tenants.computeIfAbsent(tenant, name -> new Gate()).close(permit, until, cause);
    }

    /** The attempt says nothing about the tenant. */
    public synchronized void abandonTo(String tenant, Permit permit, Instant now) {
        Gate narrower = tenants.get(tenant);
        if (narrower != null) {
            narrower.abandon(permit, now);
        }
    }

    /** How often in a row the lane was told to close. */
    public synchronized int refusals() {
        return gate.refusals();
    }

    /** How often in a row the tenant's gate was told to close. */
    public synchronized int refusalsTo(String tenant) {
        return Optional.ofNullable(tenants.get(tenant)).map(Gate::refusals).orElse(0);
    }

    public synchronized GateState state() {
        return gate.state();
    }

    /** When the lane takes mail again; empty when it does already, or when a probe is out. */
    public synchronized Optional<Instant> closedUntil() {
        return gate.state() instanceof GateState.Closed closed ? Optional.of(closed.until()) : Optional.empty();
    }

    /** Attempts that are out. */
    public synchronized int attemptsOut() {
        return out;
    }

    /** Gates of tenants that are not at rest. */
    public synchronized int closedTenants() {
        return tenants.size();
    }

    /** Gates whose mail is all gone are never asked again: forget them, so that they do not pile up. */
    private void forgetLongOver(Instant now) {
        if (tenants.size() >= FORGET_ABOVE) {
            tenants.values()
                    .removeIf(narrower -> narrower.state() instanceof GateState.Closed closed
                            && closed.until().plus(FORGET_AFTER).isBefore(now));
        }
    }
}
