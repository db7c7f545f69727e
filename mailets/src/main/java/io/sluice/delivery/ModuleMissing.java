package io.sluice.delivery;

import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import org.apache.mailet.Mail;
import org.apache.mailet.MailetContext;

/** Stands in when the Guice module is not configured: one outbox for the server cannot be had without it. */
final class ModuleMissing implements Deliveries, Withdrawals, Holds {
    @Override
    public Delivery open(DeliverySettings settings, MailetContext context) {
        throw missing();
    }

    @Override
    public Router route(RouteSettings settings) {
        throw missing();
    }

    @Override
    public boolean takeOver(long entryId, Mail copy) {
        throw missing();
    }

    @Override
    public boolean hold(long entryId, HoldTerms hold) {
        throw missing();
    }

    @Override
    public boolean release(long entryId) {
        throw missing();
    }

    @Override
    public void release(HeldFilter filter) {
        throw missing();
    }

    private static IllegalArgumentException missing() {
        return new IllegalArgumentException("Sluice's module is not loaded. Add this line to conf/extensions.properties"
                + " and restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
