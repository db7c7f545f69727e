package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.delivery.Holds;
import io.sluice.outbox.HeldEntry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HeldPage;
import io.sluice.outbox.Outbox;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The held mail, and its release. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class HeldReport {
    private final Supplier<Outbox> outbox;
    private final Holds holds;

    public HeldReport(Supplier<Outbox> outbox, Holds holds) {
        this.outbox = outbox;
        this.holds = holds;
    }

    /**
     * Some held entries.
     *
     * @param next where to go on; empty at the end
     */
    public record Page(List<Line> entries, OptionalLong next) {}

    /**
     * A held entry.
     *
     * @param recipients how many it has
     */
    public record Line(
            long entry,
            String reason,
            Instant since,
            Optional<Instant> until,
            String outgoing,
            String lane,
            String domain,
            String senderDomain,
            int recipients,
            int attempts,
            Instant stored,
            Instant expires) {}

    /** What was asked for by a filter, or would have been. */
    public record Answer(boolean released, long matching) {}

    Page page(HeldFilter filter, long after, int max) {
        HeldPage page = outbox.get().held(filter, after, max);
        return new Page(page.entries().stream().map(HeldReport::line).toList(), page.next());
    }

    /** False when the entry is not held. */
    boolean release(long entry) {
        return holds.release(entry);
    }

    /** Counts what matches, and releases it soon unless only the count is wanted. */
    Answer release(HeldFilter filter, boolean onlyCount) {
        long matching = outbox.get().countHeld(filter);
        if (!onlyCount) {
            holds.release(filter);
        }
        return new Answer(!onlyCount, matching);
    }

    private static Line line(HeldEntry held) {
        return new Line(
                held.entry().id(),
                held.hold().reason(),
                held.since(),
                held.hold().until(),
                held.entry().outgoing(),
                held.entry().lane(),
                held.entry().domain(),
                held.entry().senderDomain(),
                held.entry().recipients().size(),
                held.entry().attempts(),
                held.entry().stored(),
                held.entry().expires());
    }
}
