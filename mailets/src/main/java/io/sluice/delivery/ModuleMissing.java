package io.sluice.delivery;

import org.apache.mailet.MailetContext;

/** Stands in when the Guice module is not configured: one outbox for the server cannot be had without it. */
final class ModuleMissing implements Deliveries, Withdrawals {
    @Override
    public Delivery open(DeliverySettings settings, MailetContext context) {
        throw missing();
    }

    @Override
    public boolean withdraw(long entryId) {
        throw missing();
    }

    private static IllegalArgumentException missing() {
        return new IllegalArgumentException("Sluice's module is not loaded. Add this line to conf/extensions.properties"
                + " and restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
