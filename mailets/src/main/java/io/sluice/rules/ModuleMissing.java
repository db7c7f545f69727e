package io.sluice.rules;

import com.google.inject.Provider;

/** Stands in when the Guice module is not configured: what needs the rules would fail without a hint. */
final class ModuleMissing implements Provider<LiveRules> {
    @Override
    public LiveRules get() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                + " restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
