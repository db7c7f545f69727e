package io.sluice.simulation.sender;

import io.sluice.lane.BackOff;
import io.sluice.lane.Finding;
import io.sluice.lane.Findings;
import io.sluice.reply.Reply;
import io.sluice.reply.RetrySchedule;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Sluice's real catalogue, asked once for each reply. */
final class Understanding {
    private static final String RECIPIENT = "someone@example.com";
    private static final RuleCatalogue CATALOGUE = RuleCatalogue.builtIn();

    private final RuleBasedClassifier classifier = new RuleBasedClassifier(CATALOGUE);
    private final Service service;
    private final IdentityHashMap<Reply, Findings> findings = new IdentityHashMap<>();

    Understanding(Service service) {
        this.service = service;
    }

    /** Bounds and defaults as a server has them without configuration. */
    static BackOff backOff(RandomGenerator random) {
        return new BackOff(new RetrySchedule(CATALOGUE.retryBounds(), Map.of(), random), 5);
    }

    /** What a lane is told about an attempt that was refused so. */
    Findings of(Reply reply) {
        return findings.computeIfAbsent(reply, unknown -> {
            Verdict verdict = classifier.classify(unknown, Optional.of(service));
            return new Findings(0, List.of(new Finding(RECIPIENT, verdict, unknown.text())));
        });
    }
}
