package io.sluice.microsoft;

import com.google.inject.Provider;

/** Stands in when the Guice module is not configured: one memory of answers for the server cannot be had without it. */
final class MxDirectoryMissing implements Provider<MxDirectory> {
    @Override
    public MxDirectory get() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties"
                + " and restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
