package io.sluice.reply;

import java.time.Duration;
import java.util.Optional;

/** Understands replies by the rules of a catalogue, and reads their parts. */
public final class RuleBasedClassifier implements ReplyClassifier {
    private static final Verdict UNKNOWN = Verdict.of(
                    DeferralClass.OTHER,
                    Scope.MESSAGE,
                    Remedy.WAIT,
                    Duration.ofMinutes(15),
                    "No rule knows this reply. The mail waits; read the reply itself.",
                    "unknown-reply")
            .asUnknown();

    private final RuleCatalogue catalogue;

    public RuleBasedClassifier(RuleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Verdict classify(Reply reply, Optional<Service> service) {
        return catalogue
                .firstMatch(reply, service)
                .map(Rule::verdict)
                .orElse(UNKNOWN)
                .withParts(ReplyParts.of(reply));
    }
}
