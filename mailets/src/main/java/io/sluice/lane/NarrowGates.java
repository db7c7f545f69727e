package io.sluice.lane;

import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gates inside a lane that are not at rest: of tenants, sender domains and recipients. A gate comes into being when
 * it is told to close, and goes when mail passes. Not safe for several threads: the lane guards it.
 */
final class NarrowGates {
    /** More are not kept; mail for further recipients in trouble waits by itself all the same. */
    static final int MOST = 100_000;

    private static final Permit.Pass ABSENT = new Permit.Pass(0, false);
    private static final int SWEEP_AT_ONCE = 50;
    private static final long SWEEP_EVERY = Duration.ofMinutes(1).toNanos();
    private static final long RESTFUL = Duration.ofHours(1).toNanos();

    private final ControlLaw law;
    private final Map<GateKey, NarrowGate> gates = new HashMap<>();
    private RateBounds bounds;
    private long swept = Long.MIN_VALUE / 2;

    NarrowGates(ControlLaw law, RateBounds bounds) {
        this.law = law;
        this.bounds = bounds;
    }

    /** Told what the gates did. */
    interface Listener {
        void closed(GateKey key, NarrowGate gate, long until, Finding why);

        void opened(GateKey key);

        /** It was closed and nobody asks for it any more. */
        void forgotten(GateKey key);
    }

    void bounds(RateBounds changed) {
        bounds = changed;
    }

    Map<GateKey, NarrowGate> all() {
        return gates;
    }

    /** Some of them, those that open last first. */
    List<GateView> views(LaneTime time, int max) {
        return gates.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<GateKey, NarrowGate> each) ->
                                each.getValue().gate().opensAt(Long.MIN_VALUE))
                        .reversed()
                        .thenComparing(each -> each.getKey().toString()))
                .limit(max)
                .map(each -> view(each.getKey(), each.getValue(), time))
                .toList();
    }

    Optional<GateView> view(GateKey key, LaneTime time) {
        return Optional.ofNullable(gates.get(key)).map(gate -> view(key, gate, time));
    }

    private static GateView view(GateKey key, NarrowGate gate, LaneTime time) {
        return new GateView(key, gate.gate().state(time), gate.pace().map(pace -> pace.control()
                .rate()));
    }

    /** When mail on that errand may pass: {@code now}, later, or {@link Gate#UNKNOWN}. */
    long opensAt(Errand errand, long now) {
        if (gates.isEmpty()) {
            return now;
        }
        long at = Math.max(
                opensAt(new GateKey(GateKey.Kind.TENANT, errand.tenant()), now),
                opensAt(new GateKey(GateKey.Kind.SENDER_DOMAIN, errand.senderDomain()), now));
        return Math.max(at, firstRecipient(errand, now));
    }

    /** Mail for several recipients goes when the first of them can take it. */
    private long firstRecipient(Errand errand, long now) {
        long first = Gate.UNKNOWN;
        for (String recipient : errand.recipients()) {
            first = Math.min(first, opensAt(new GateKey(GateKey.Kind.RECIPIENT, recipient), now));
            if (first <= now) {
                return now;
            }
        }
        return errand.recipients().isEmpty() ? now : first;
    }

    /** The gate of these two that opens last, if that is later. */
    Optional<GateKey> closed(String tenant, String senderDomain, long now) {
        if (gates.isEmpty()) {
            return Optional.empty();
        }
        GateKey ofTenant = new GateKey(GateKey.Kind.TENANT, tenant);
        GateKey ofSender = new GateKey(GateKey.Kind.SENDER_DOMAIN, senderDomain);
        GateKey last = opensAt(ofTenant, now) >= opensAt(ofSender, now) ? ofTenant : ofSender;
        return opensAt(last, now) > now ? Optional.of(last) : Optional.empty();
    }

    long opensAt(GateKey key, long now) {
        NarrowGate gate = gates.get(key);
        return gate == null ? now : gate.opensAt(now);
    }

    /** Passes all gates on the way; to be asked before with {@link #opensAt}. */
    List<Permit.NarrowPass> enter(Errand errand, long now) {
        if (gates.isEmpty()) {
            return List.of();
        }
        List<Permit.NarrowPass> passes = new ArrayList<>(2);
        for (GateKey key : keys(errand)) {
            NarrowGate gate = gates.get(key);
            if (gate != null && gate.opensAt(now) <= now) {
                passes.add(gate.enter(key, now));
            }
        }
        return List.copyOf(passes);
    }

    private static List<GateKey> keys(Errand errand) {
        List<GateKey> keys = new ArrayList<>();
        keys.add(new GateKey(GateKey.Kind.TENANT, errand.tenant()));
        keys.add(new GateKey(GateKey.Kind.SENDER_DOMAIN, errand.senderDomain()));
        errand.recipients().forEach(recipient -> keys.add(new GateKey(GateKey.Kind.RECIPIENT, recipient)));
        return keys;
    }

    void abandon(Permit permit, long now) {
        for (Permit.NarrowPass narrow : permit.narrow()) {
            NarrowGate gate = gates.get(narrow.key());
            if (gate != null) {
                gate.gate().abandon(narrow.pass(), now);
                gate.pace().ifPresent(pace -> pace.giveBack(narrow.rateEpoch()));
            }
        }
    }

    /**
     * What the attempt tells the gates.
     *
     * @return when the tenant's gate opens, where this closed it
     */
    Optional<Long> conclude(
            Permit permit,
            Errand errand,
            Findings findings,
            BackOff backOff,
            long now,
            double laneRate,
            Listener tell) {
        sweep(now, laneRate, tell);
        Conclusion conclusion = new Conclusion(permit, findings, backOff, now, laneRate, tell);
        Optional<Long> tenant = conclusion.tenant(new GateKey(GateKey.Kind.TENANT, errand.tenant()));
        conclusion.senderDomain(new GateKey(GateKey.Kind.SENDER_DOMAIN, errand.senderDomain()));
        conclusion.recipients(errand);
        return tenant;
    }

    /**
     * Gates whose mail is all gone are never asked again: forget them, so that they do not pile up; some at a time, because
     * each is a row to delete.
     */
    private void sweep(long now, double laneRate, Listener tell) {
        if (gates.isEmpty() || now - swept <= SWEEP_EVERY) {
            return;
        }
        int gone = 0;
        for (Iterator<Map.Entry<GateKey, NarrowGate>> all = gates.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<GateKey, NarrowGate> each = all.next();
            if (each.getValue().isIdle(now, laneRate, RESTFUL)) {
                all.remove();
                if (!each.getValue().gate().isAtRest()) {
                    tell.forgotten(each.getKey());
                }
                if (++gone == SWEEP_AT_ONCE) {
                    return;
                }
            }
        }
        swept = now;
    }

    private Optional<NarrowGate> made(GateKey key) {
        NarrowGate gate = gates.get(key);
        if (gate == null && gates.size() < MOST) {
            gate = new NarrowGate();
            gates.put(key, gate);
        }
        return Optional.ofNullable(gate);
    }

    /** One attempt's news for the gates. */
    private final class Conclusion {
        private final Permit permit;
        private final Findings findings;
        private final BackOff backOff;
        private final long now;
        private final double laneRate;
        private final Listener tell;

        private Conclusion(
                Permit permit, Findings findings, BackOff backOff, long now, double laneRate, Listener tell) {
            this.permit = permit;
            this.findings = findings;
            this.backOff = backOff;
            this.now = now;
            this.laneRate = laneRate;
            this.tell = tell;
        }

        private Optional<Long> tenant(GateKey key) {
            Optional<Finding> refusal = findings.worst(Evidence.TENANT)
                    .or(() -> findings.accepted() == 0 ? findings.worst(Evidence.HOST) : Optional.empty());
            if (refusal.isPresent()) {
                return refuse(key, refusal.get());
            }
            // A service that refuses everybody has not let the mail come as far as its tenant.
            pass(
                    key,
                    findings.accepted() > 0
                            || (!findings.reachedNobody()
                                    && findings.aboutLane().isEmpty()));
            return Optional.empty();
        }

        private void senderDomain(GateKey key) {
            Optional<Finding> refusal = findings.worst(Evidence.SENDER_DOMAIN);
            if (refusal.isPresent()) {
                Optional<Long> unused = close(key, refusal.get(), true);
            } else {
                pass(key, findings.accepted() > 0);
            }
        }

        private void recipients(Errand errand) {
            List<String> refused = new ArrayList<>();
            for (Finding finding : findings.refusals()) {
                refused.add(finding.recipient());
                if (finding.evidence() == Evidence.RECIPIENT) {
                    // Without growth: new mail should find out early that the mailbox works again.
                    Optional<Long> unused =
                            close(new GateKey(GateKey.Kind.RECIPIENT, finding.recipient()), finding, false);
                }
            }
            if (!gates.isEmpty()) {
                for (String recipient : errand.recipients()) {
                    pass(new GateKey(GateKey.Kind.RECIPIENT, recipient), !refused.contains(recipient));
                }
            }
        }

        /** A tenant that takes no more is closed; once it takes mail again, it gets it at a rate that is learned. */
        private Optional<Long> refuse(GateKey key, Finding refusal) {
            if (refusal.verdict().deferralClass() != DeferralClass.SERVICE_THROTTLE) {
                return close(key, refusal, true);
            }
            Optional<NarrowGate> gate = made(key);
            if (gate.isEmpty()) {
                return Optional.empty();
            }
            boolean known = gate.get().pace().isPresent();
            Pace pace = gate.get().paced(law, bounds);
            Permit.NarrowPass pass = passOf(key);
            if (known && !pass.pass().probe()) {
                boolean fell = pace.refused(pass.rateEpoch(), now);
                if (!fell || pace.control().cuts() == 0) {
                    gate.get().use(now);
                    return Optional.empty();
                }
            }
            long wait = law.tenantPause().nanos(gate.get().gate().refusals());
            return shut(key, gate.get(), refusal, Math.min(wait, wait(gate.get(), refusal, true)));
        }

        private long wait(NarrowGate gate, Finding refusal, boolean growing) {
            int times = growing ? gate.gate().refusals() + 1 : 1;
            return backOff.schedule().nextWait(refusal.verdict(), times).toNanos();
        }

        private Optional<Long> close(GateKey key, Finding refusal, boolean growing) {
            return made(key).flatMap(gate -> shut(key, gate, refusal, wait(gate, refusal, growing)));
        }

        private Optional<Long> shut(GateKey key, NarrowGate narrow, Finding refusal, long wait) {
            Gate gate = narrow.gate();
            narrow.use(now);
            if (gate.close(passOf(key).pass(), now, now + wait, refusal.cause())) {
                tell.closed(key, narrow, now + wait, refusal);
            }
            return gate.isClosed() ? Optional.of(gate.opensAt(now)) : Optional.empty();
        }

        private void pass(GateKey key, boolean passed) {
            NarrowGate gate = gates.get(key);
            if (gate == null) {
                return;
            }
            Permit.NarrowPass pass = passOf(key);
            if (!passed) {
                gate.gate().abandon(pass.pass(), now);
                return;
            }
            boolean opened = gate.gate().pass(pass.pass());
            if (findings.accepted() > 0) {
                gate.pace().ifPresent(pace -> pace.accepted(pass.rateEpoch(), pass.limited(), now));
            }
            if (gate.gate().isAtRest() && gate.isIdle(now, laneRate, RESTFUL)) {
                gates.remove(key);
            }
            if (opened) {
                tell.opened(key);
            }
        }

        private Permit.NarrowPass passOf(GateKey key) {
            for (Permit.NarrowPass pass : permit.narrow()) {
                if (pass.key().equals(key)) {
                    return pass;
                }
            }
            return new Permit.NarrowPass(key, ABSENT, 0, false);
        }
    }
}
