package io.sluice.microsoft;

import javax.inject.Inject;
import org.apache.james.core.Domain;

/** Stands in when the Guice module is not configured, and stops the start: the matcher alone has nobody to ask. */
final class ModuleMissing implements MxLookup {
    @Inject
    ModuleMissing() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                + " restart: guice.extension.module=io.sluice.SluiceModule");
    }

    @Override
    public MxAnswer lookup(Domain domain) {
        throw new IllegalStateException("Sluice's module is not loaded");
    }
}
