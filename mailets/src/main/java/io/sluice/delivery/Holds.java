package io.sluice.delivery;

import com.google.inject.ImplementedBy;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.OutboxException;

/** Holds and releases what is in the outbox. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ImplementedBy(ModuleMissing.class)
public interface Holds {
    /**
     * Holds an entry. Returns after the commit.
     *
     * @return false when it is in flight or gone
     * @throws OutboxException when the store fails
     */
    boolean hold(long entryId, HoldTerms hold);

    /**
     * Releases an entry. Returns after the commit.
     *
     * @return false when it is not held
     * @throws OutboxException when the store fails
     */
    boolean release(long entryId);

    /**
     * Releases all entries that match and are held now; returns at once. It is done in small transactions; what a stop of
     * the server cuts off stays held, and may be asked for again. Released mail leaves as its lanes admit it.
     */
    void release(HeldFilter filter);
}
