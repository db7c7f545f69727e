package io.sluice.inbound;

import com.google.inject.Provider;

/** Stands in when the Guice module is not configured, and stops the start: what is configured has nobody to ask. */
final class ModuleMissing implements Provider<Object> {
    @Override
    public Object get() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                + " restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
