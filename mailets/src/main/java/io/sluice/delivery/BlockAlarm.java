package io.sluice.delivery;

import io.sluice.lane.GateKey;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneEvent;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.MaskedAddresses;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator, once, that mail of a lane or of a sender domain waits for what only a person can end: a block, a lack
 * of authentication, a limit that is used up. Tells again only after mail has passed. Safe for several threads.
 */
final class BlockAlarm {
    private static final Logger LOGGER = LoggerFactory.getLogger(BlockAlarm.class);
    private static final int MOST = 10_000;
    private static final String LANE_ITSELF = "";
    private static final Set<DeferralClass> CLASSES = EnumSet.of(
            DeferralClass.IP_BLOCKED,
            DeferralClass.SENDER_BLOCKED,
            DeferralClass.AUTHENTICATION,
            DeferralClass.SENDING_LIMIT);

    private final Lane lane;
    private final Set<String> raised = new HashSet<>(); // names of gates; guarded by itself

    BlockAlarm(Lane lane) {
        this.lane = lane;
    }

    /** An attempt on mail of that sender domain was refused so, and the lane knows. */
    void refused(List<Refusal> refusals, String senderDomain, Instant now) {
        for (Refusal refusal : refusals) {
            Optional<String> gate = gate(refusal, senderDomain, now);
            if (gate.isPresent() && raise(gate.get())) {
                LOGGER.error(
                        "ALARM: {} on lane {}{}{}. Its mail waits, nothing of it is given back before its time is over, and"
                                + " single mails test. Reply: {} What to do (rule {}): {}",
                        refusal.verdict().deferralClass().token(),
                        lane.id(),
                        gate.get().isEmpty() ? "" : ", ",
                        gate.get(),
                        MaskedAddresses.in(refusal.reply().text()),
                        refusal.verdict().ruleId(),
                        // Some name an address of Microsoft; the catalogue has it in full.
                        MaskedAddresses.in(refusal.verdict().advice()));
            }
        }
    }

    private Optional<String> gate(Refusal refusal, String senderDomain, Instant now) {
        if (!refusal.verdict().temporary()
                || !CLASSES.contains(refusal.verdict().deferralClass())) {
            return Optional.empty();
        }
        // A late answer to mail that left before the gate opened again is no news.
        return switch (refusal.verdict().scope()) {
            case SENDER_DOMAIN -> lane.closedGate(LANE_ITSELF, senderDomain, now)
                    .map(closed -> new GateKey(GateKey.Kind.SENDER_DOMAIN, senderDomain).toString());
            case SOURCE -> lane.condition() == LaneCondition.BLOCKED ? Optional.of(LANE_ITSELF) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private boolean raise(String gate) {
        synchronized (raised) {
            if (raised.size() >= MOST) {
                raised.clear();
            }
            return raised.add(gate);
        }
    }

    /** These things happened to the lane. */
    void changed(List<LaneEvent> events) {
        for (LaneEvent event : events) {
            if (event.kind() == LaneEvent.Kind.REOPENED && event.lane().equals(lane.id())) {
                boolean over;
                synchronized (raised) {
                    over = raised.remove(event.gate());
                }
                if (over) {
                    LOGGER.warn(
                            "ALARM over: lane {}{}{} takes mail again; what waited leaves gradually",
                            lane.id(),
                            event.gate().isEmpty() ? "" : ", ",
                            event.gate());
                }
            }
        }
    }
}
