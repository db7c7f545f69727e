package io.sluice.delivery;

import com.google.inject.ProvidedBy;
import io.sluice.outbox.HeldChange;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Released;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What an operator can do to held mail; tells the deliveries. Safe for several threads; fails as the outbox does. */
@ProvidedBy(NoModule.class)
public final class HeldMail {
    private final Supplier<Outbox> outbox;
    private final Consumer<Instant> holdEnds;
    private final Runnable released;
    private final BiFunction<Long, String, Bounce> giveBack;

    /**
     * @param holdEnds is told when a hold ends by itself
     * @param released is told that mail returned to its queues; cheap
     * @param giveBack gives an entry back to its sender, for a reason
     */
    public HeldMail(
            Supplier<Outbox> outbox,
            Consumer<Instant> holdEnds,
            Runnable released,
            BiFunction<Long, String, Bounce> giveBack) {
        this.outbox = outbox;
        this.holdEnds = holdEnds;
        this.released = released;
        this.giveBack = giveBack;
    }

    /** What became of an entry that was to be given back. */
    public enum Bounce {
        DONE,
        /** It is not held. */
        NOT_HELD,
        /** The mailet that stored it is not configured any more; nobody knows its bounceProcessor. */
        NO_MAILET,
        /** James's spool does not take it; it is held on. */
        NOT_TAKEN
    }

    /** Does something to one entry; false when it is not held. Returns after the commit. */
    public boolean change(HeldChange change, long entryId) {
        boolean changed = outbox.get().change(change, entryId);
        tell(change, changed ? 1 : 0);
        return changed;
    }

    /** Does something to some entries that match, as {@link Outbox#change(HeldChange, HeldFilter, long, int)}. */
    public Released change(HeldChange change, HeldFilter filter, long after, int max) {
        Released done = outbox.get().change(change, filter, after, max);
        tell(change, done.count());
        return done;
    }

    /**
     * Gives an entry back to its sender, through the {@code bounceProcessor} of its mailet.
     *
     * @param text why, for the sender; may be empty
     */
    public Bounce bounce(long entryId, String text) {
        return giveBack.apply(entryId, text);
    }

    private void tell(HeldChange change, int count) {
        if (count == 0) {
            return;
        }
        if (change instanceof HeldChange.Release) {
            released.run();
        } else if (change instanceof HeldChange.Reschedule reschedule) {
            Optional<Instant> until = reschedule.until();
            until.ifPresent(holdEnds);
        }
    }
}
