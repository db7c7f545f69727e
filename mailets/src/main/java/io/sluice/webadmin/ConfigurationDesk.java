package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The file {@code sluice.properties} of the running server. Bound by {@code io.sluice.SluiceModule}. */
@ProvidedBy(ModuleMissing.class)
public interface ConfigurationDesk {
    /**
     * How it stands.
     *
     * @param file which file
     * @param loaded when it was read last without a fault
     * @param fault why the file as it is now is not in use
     * @param needRestart keys that were changed since the start and wait for the next one
     */
    record State(String file, Instant loaded, Optional<String> fault, List<String> needRestart) {
        public State {
            needRestart = List.copyOf(needRestart);
        }
    }

    State state();

    /** Reads the file again. With a fault in it nothing changes. */
    State reload();
}
