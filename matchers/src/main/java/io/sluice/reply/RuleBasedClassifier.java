package io.sluice.reply;

import java.time.Duration;
import java.util.Optional;

/** Understands replies by the rules of a catalogue. */
public final class RuleBasedClassifier implements ReplyClassifier {
    private static final Verdict UNKNOWN = new Verdict(
            DeferralClass.OTHER,
            Scope.MESSAGE,
            true,
            Remedy.WAIT,
            Duration.ofMinutes(15),
            "No rule knows this reply. The mail waits; read the reply itself.",
            "unknown-reply");

    private final RuleCatalogue catalogue;

    public RuleBasedClassifier(RuleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Verdict classify(Reply reply, Optional<Service> service) {
        return catalogue.firstMatch(reply, service).map(Rule::verdict).orElse(UNKNOWN);
    }
}
