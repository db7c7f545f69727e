package io.sluice.delivery;

import io.sluice.outbox.Outbox;
import java.util.function.Supplier;
import org.apache.mailet.Mail;

/** Withdrawals from the server's outbox. */
public final class OutboxWithdrawals implements Withdrawals {
    private final Supplier<Outbox> outbox;

    public OutboxWithdrawals(Supplier<Outbox> outbox) {
        this.outbox = outbox;
    }

    @Override
    public boolean takeOver(long entryId, Mail copy) {
        return outbox.get().takeOver(entryId, StoredMails.identity(copy));
    }
}
