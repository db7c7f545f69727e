package io.sluice.matchers;

import io.sluice.reply.LaneCondition;
import java.util.Set;
import javax.inject.Inject;

/** Stands in when the Guice module is not configured, and stops the start: the matcher alone has nobody to ask. */
final class ModuleMissing implements LaneConditions {
    @Inject
    ModuleMissing() {
        throw missing();
    }

    @Override
    public LaneCondition of(String lane) {
        throw missing();
    }

    @Override
    public Set<LaneCondition> to(String destination) {
        throw missing();
    }

    private static IllegalStateException missing() {
        return new IllegalStateException(
                "Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                        + " restart: guice.extension.module=io.sluice.SluiceModule");
    }
}
