package io.sluice.watch;

import com.google.inject.ProvidedBy;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.lane.Lanes;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.MaskedAddresses;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which lanes stand still, and why. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class LaneHealth {
    private static final int MOST_NAMED = 5;

    private final Lanes lanes;

    public LaneHealth(Lanes lanes) {
        this.lanes = lanes;
    }

    /** What stands still, the worst first, and what to do about it; empty when mail leaves everywhere. */
    public Optional<String> trouble() {
        List<Lane> closed = lanes.all().stream()
                .filter(lane -> lane.condition().compareTo(LaneCondition.SUSPENDED) >= 0)
                .sorted(Comparator.comparing((Lane lane) -> order(lane.condition()))
                        .thenComparing(lane -> lane.id().toString()))
                .toList();
        if (closed.isEmpty()) {
            return Optional.empty();
        }
        List<String> sentences = new ArrayList<>();
        closed.stream().limit(MOST_NAMED).forEach(lane -> sentences.add(sentence(lane)));
        if (closed.size() > MOST_NAMED) {
            sentences.add("And " + (closed.size() - MOST_NAMED) + " more; GET /microsoft/lanes shows all.");
        }
        return Optional.of(String.join(" ", sentences));
    }

    private static String sentence(Lane lane) {
        GateState gate = lane.state();
        StringBuilder text =
                new StringBuilder("Lane ").append(lane.id()).append(" is ").append(standing(lane));
        if (gate instanceof GateState.Closed shut) {
            text.append(" until ").append(shut.until());
        }
        gate.reason().filter(reason -> !reason.isEmpty()).ifPresent(reason -> text.append(": ")
                .append(MaskedAddresses.in(reason)));
        return text.append(". ").append(advice(lane)).toString();
    }

    private static String standing(Lane lane) {
        if (lane.isSuspendedByHand()) {
            return "suspended by hand";
        }
        return lane.condition() == LaneCondition.OUTAGE
                ? "closed by an outage"
                : lane.condition().token();
    }

    /** What to do about a lane that stands still. */
    static String advice(Lane lane) {
        if (lane.isSuspendedByHand()) {
            return "Its mail waits until then, or until somebody resumes it: POST /microsoft/lanes/" + lane.id()
                    + "?action=resume.";
        }
        return switch (lane.condition()) {
            case BLOCKED -> "Somebody must act: what the reply says is the way to be taken off the list or to get the"
                    + " account going again; the mail waits.";
            case SUSPENDED -> "Its mail waits and single mails test it; send less, or mail that is wanted more.";
            default -> "Its mail waits and single mails test it; nothing need be done here.";
        };
    }

    private static int order(LaneCondition condition) {
        return condition == LaneCondition.BLOCKED ? 0 : condition == LaneCondition.SUSPENDED ? 1 : 2;
    }
}
