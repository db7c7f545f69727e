package io.sluice.mailets;

import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;
import java.util.Optional;
import javax.inject.Inject;

/** Stands in when the Guice module is not configured, and stops the start: without it there are no rules to read by. */
final class ModuleMissing implements ReportClassifier {
    @Inject
    ModuleMissing() {
        throw new IllegalStateException("Sluice's module is not loaded. Add this line to conf/extensions.properties and"
                + " restart: guice.extension.module=io.sluice.SluiceModule");
    }

    @Override
    public Verdict classify(Reply reply, Optional<String> domain) {
        throw new IllegalStateException("Sluice's module is not loaded");
    }
}
