package io.sluice.posture;

import com.google.inject.Provider;

/** Stands in when the Guice module is not configured, and says so. */
final class ModuleMissing implements Provider<Object> {
    @Override
    public Object get() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                + " restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
