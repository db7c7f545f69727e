package io.sluice.exchange;

import java.net.InetAddress;
import javax.inject.Inject;

/** Stands in when the Guice module is not configured, and stops the start: what is configured has nobody to ask. */
final class ModuleMissing implements ExchangeOnlineClients {
    @Inject
    ModuleMissing() {
        throw missing();
    }

    @Override
    public Standing standing(InetAddress address) {
        throw missing();
    }

    @Override
    public boolean hasAddress(InetAddress address) {
        throw missing();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException(
                "Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                        + " restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
