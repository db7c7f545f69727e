package io.sluice.delivery;

import com.google.inject.ImplementedBy;

/** Takes entries out of the outbox for good. */
@ImplementedBy(ModuleMissing.class)
public interface Withdrawals {
    /** Takes a waiting entry out; false when it is in flight or gone. Returns after the commit. */
    boolean withdraw(long entryId);
}
