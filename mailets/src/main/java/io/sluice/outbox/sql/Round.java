package io.sluice.outbox.sql;

import io.sluice.outbox.Band;
import io.sluice.outbox.Entry;
import io.sluice.outbox.LeaseFilter;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One lease of due mail: bands by their weights, in a band the sender domains in turn, in a domain by priority, due time
 * and arrival. Its work is bounded by the entries it takes and by the flows that change places on the way, of which there
 * are at most {@value #MOST_DETOURS}; each flow is looked at once for each time that it was due or its gate opened.
 */
final class Round {
    private static final int MOST_DETOURS = 2000;

    private final Flows flows;
    private final Lease lease;
    private final Turns.Turn turn;
    private int leased;
    private int detours = MOST_DETOURS;

    Round(Flows flows, Lease lease, Turns.Turn turn) {
        this.flows = flows;
        this.lease = lease;
        this.turn = turn;
    }

    List<Entry> run() throws SQLException {
        boolean cameMore = true;
        while (cameMore && goesOn()) {
            cameMore = goRound();
        }
        return flows.taken();
    }

    /** Takes what goes round; false when nothing more came to it. */
    private boolean goRound() throws SQLException {
        boolean came = flows.bringRound();
        Set<Band> withMail = EnumSet.noneOf(Band.class);
        for (Band band : Band.values()) {
            if (flows.from(band, "").isPresent()) {
                withMail.add(band);
            }
        }
        while (!withMail.isEmpty() && goesOn()) {
            Band band = turn.next(withMail);
            Optional<Flows.Flow> flow = open(band);
            if (flow.isEmpty()) {
                withMail.remove(band);
            } else if (take(flow.get())) {
                turn.took(band, flow.get().senderDomain(), withMail);
            }
        }
        return came;
    }

    private boolean goesOn() {
        return leased < lease.max() && detours > 0;
    }

    /** The next flow of a band whose gates are open; sends those on the way to where they belong. */
    private Optional<Flows.Flow> open(Band band) throws SQLException {
        Optional<String> last = turn.lastDomain(band);
        Optional<Flows.Flow> flow = last.isPresent() ? flows.after(band, last.get()) : flows.from(band, "");
        boolean again = false;
        while (detours > 0) {
            if (flow.isEmpty() && !again) {
                again = true;
                flow = flows.from(band, "");
            }
            if (flow.isEmpty() || passes(flow.get())) {
                return flow;
            }
            detours--;
            flow = flows.from(band, flow.get().senderDomain());
        }
        return Optional.empty();
    }

    private boolean passes(Flows.Flow flow) throws SQLException {
        if (!flows.isDue(flow)) {
            flows.waitUntilDue(flow);
            return false;
        }
        Optional<LeaseFilter.Closed> closed = lease.filter().closed(flow.senderDomain(), flow.tenant());
        if (closed.isPresent()) {
            flows.waitBehind(flow, closed.get());
        }
        return closed.isEmpty();
    }

    private boolean take(Flows.Flow flow) throws SQLException {
        Optional<Long> head = flows.head(flow);
        if (head.isEmpty()) {
            if (flows.hasOnlyPassedOver(flow)) {
                flows.waitBehindDamage(flow);
            } else {
                flows.repair(flow);
            }
        }
        boolean taken = head.isPresent() && flows.take(head.get());
        leased += taken ? 1 : 0;
        detours -= taken ? 0 : 1;
        return taken;
    }
}
