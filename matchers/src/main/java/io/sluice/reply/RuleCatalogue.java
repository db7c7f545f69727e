package io.sluice.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules that read replies, in their order, and how long each class waits. Immutable and safe for use by several
 * threads.
 */
public final class RuleCatalogue {
    private static final String BUILT_IN = "microsoft-replies.xml";

    private final List<Rule> rules;
    private final Map<DeferralClass, RetryBounds> retryBounds;
    private final Attribution attribution;
    private final RuleIndex index;

    RuleCatalogue(List<Rule> rules, Map<DeferralClass, RetryBounds> retryBounds, Attribution attribution) {
        this.rules = List.copyOf(rules);
        this.retryBounds = Map.copyOf(retryBounds);
        this.attribution = attribution;
        this.index = new RuleIndex(this.rules);
    }

    /**
     * The catalogue that comes with Sluice. Reads it anew each time: keep the result.
     *
     * @throws RuleFileException if it has a fault, which the build excludes
     */
    public static RuleCatalogue builtIn() {
        // The class's own loader: James loads extensions with a loader that nobody else asks.
        try (InputStream in = RuleCatalogue.class.getResourceAsStream(BUILT_IN)) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks " + BUILT_IN);
            }
            return new RuleFileReader(BUILT_IN).read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + BUILT_IN, e);
        }
    }

    /** The rules, in the order in which they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /** How long mail of each class waits by default; has every class. */
    public Map<DeferralClass, RetryBounds> retryBounds() {
        return retryBounds;
    }

    /** The first rule that matches; empty when none does. */
    Optional<Rule> firstMatch(Reply reply, Optional<Service> service) {
        return index.first(facts(reply, service));
    }

    ReplyFacts facts(Reply reply, Optional<Service> service) {
        String text = ReplyFacts.normalised(reply.text());
        return new ReplyFacts(reply, service, attribution.isMicrosoft(reply, text, service), text);
    }
}
