package io.sluice.delivery;

import com.google.inject.ImplementedBy;
import org.apache.mailet.Mail;

/** Takes entries out of the outbox for good. */
@ImplementedBy(ModuleMissing.class)
public interface Withdrawals {
    /**
     * Takes a waiting entry out for a copy of its mail. Returns after the commit.
     *
     * @param copy James's, which is the mail from then on
     * @return false when the entry is in flight or gone; true again when it was taken out for this copy before, which James's
     *     spool hands over again after a crash
     */
    boolean takeOver(long entryId, Mail copy);
}
