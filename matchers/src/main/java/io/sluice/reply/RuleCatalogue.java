package io.sluice.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules that read replies, in their order, and how long each class waits. Immutable and safe for use by several
 * threads.
 */
public final class RuleCatalogue {
    private static final String BUILT_IN = "microsoft-replies.xml";
    /** Not to be mistaken for the user's file, which has the same name by default. */
    private static final String NAME_OF_BUILT_IN = "Sluice's own " + BUILT_IN;
    /** A gateway quotes Exchange, which quotes another server: more is not seen, and none is followed for ever. */
    private static final int DEEPEST_QUOTATION = 3;
    /** What a host said stands after one of these. */
    private static final List<String> FRAMES = List.of(" said: ", "<<< ");

    private final List<Rule> rules;
    private final Map<DeferralClass, RetryBounds> retryBounds;
    private final Attribution attribution;
    private final RuleChanges changes;
    private final Literals literals;
    private final RuleIndex index;
    private final Literals.AnyOf frames;
    private final Attribution.Attributor attributor;

    RuleCatalogue(
            List<Rule> rules,
            Map<DeferralClass, RetryBounds> retryBounds,
            Attribution attribution,
            RuleChanges changes) {
        this.rules = List.copyOf(rules);
        this.retryBounds = Map.copyOf(retryBounds);
        this.attribution = attribution;
        this.changes = changes;
        this.literals = new Literals(Stream.of(
                        this.rules.stream()
                                .flatMap(rule -> rule.conditions().stream())
                                .flatMap(Condition::literals),
                        attribution.marks().stream(),
                        FRAMES.stream())
                .flatMap(words -> words)
                .toList());
        this.index = new RuleIndex(this.rules, literals);
        this.frames = literals.anyOf(FRAMES);
        this.attributor = attribution.with(literals);
    }

    private RuleCatalogue(RuleCatalogue same, RuleChanges changes) {
        this.rules = same.rules;
        this.retryBounds = same.retryBounds;
        this.attribution = same.attribution;
        this.changes = changes;
        this.literals = same.literals;
        this.index = same.index;
        this.frames = same.frames;
        this.attributor = same.attributor;
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
            return new RuleFileReader(NAME_OF_BUILT_IN).read(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + BUILT_IN, e);
        }
    }

    /**
     * This catalogue with a file of the user's over it. The file has the form of the built-in one, and all in it is
     * optional: {@code <retry>} sets the bounds of a class, {@code <mark>} adds a mark, a {@code <rule>} replaces the
     * rule of the same id at its place or else is tried before all rules of this catalogue, and
     * {@code <disable rule="id"/>} leaves a rule out. The file's own examples must reach their rules; that they take
     * over examples of this catalogue is allowed and {@linkplain #changes() told}.
     *
     * @param file the name of the file, for messages
     * @param in the XML; not closed here
     * @throws RuleFileException if it has a fault; this catalogue is not touched
     * @throws IOException if it cannot be read
     */
    public RuleCatalogue extendedBy(String file, InputStream in) throws IOException {
        return new CatalogueExtension(this, new RuleFileReader(file).readExtension(in)).catalogue();
    }

    RuleCatalogue changedBy(RuleChanges made) {
        return new RuleCatalogue(this, made);
    }

    /** What the file did to the rules that it was put over; nothing for a catalogue that was not extended. */
    public RuleChanges changes() {
        return changes;
    }

    Attribution attribution() {
        return attribution;
    }

    /** The rule of that id. */
    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** The rules, in the order in which they are tried. */
    public List<Rule> rules() {
        return rules;
    }

    /** How long mail of each class waits by default; has every class. */
    public Map<DeferralClass, RetryBounds> retryBounds() {
        return retryBounds;
    }

    /**
     * The first rule that matches, of the reply itself or of the one that it quotes; empty when none does.
     */
    Optional<Rule> firstMatch(Reply reply, Optional<Service> service) {
        ReplyFacts facts = facts(reply, service);
        return reply instanceof SmtpReply ? match(facts, DEEPEST_QUOTATION) : index.first(facts);
    }

    /** A rule that gives way, or a mere frame around what a host said, leaves the word to what is quoted. */
    private Optional<Rule> match(ReplyFacts facts, int depth) {
        Optional<Rule> own = index.first(facts);
        boolean exact = own.isPresent() && !own.get().givesWay();
        if (depth == 0 || (exact && !isFrame(facts))) {
            return own;
        }
        return QuotedReply.in((SmtpReply) facts.reply())
                .filter(quoted -> !exact || quoted.saidByHost())
                .flatMap(quoted -> match(quotedFacts(quoted.reply(), facts), depth - 1))
                .filter(rule -> !rule.givesWay())
                .or(() -> own);
    }

    private boolean isFrame(ReplyFacts facts) {
        return facts.found().hasAny(frames);
    }

    /**
     * Why the rule matches that decides about a reply. Slower than classifying; for people.
     *
     * @param service the service that was spoken to; empty when it was not Microsoft's or is not known
     */
    public Explanation explain(Reply reply, Optional<Service> service) {
        Optional<Rule> rule = firstMatch(reply, service);
        Optional<ReplyFacts> facts = rule.map(found -> facts(reply, service));
        for (int depth = 0; depth <= DEEPEST_QUOTATION && facts.isPresent(); depth++) {
            ReplyFacts read = facts.get();
            Optional<Condition> condition = rule.get().conditions().stream()
                    .filter(each -> each.fits(read))
                    .findFirst();
            if (condition.isPresent()) {
                return new Explanation(
                        Optional.of(rule.get().id()),
                        Explainer.reasons(condition.get(), read),
                        depth == 0 ? Optional.empty() : Optional.of(read.reply().text()));
            }
            facts = read.reply() instanceof SmtpReply answer
                    ? QuotedReply.in(answer).map(quoted -> quotedFacts(quoted.reply(), read))
                    : Optional.empty();
        }
        return new Explanation(rule.map(Rule::id), List.of(), Optional.empty());
    }

    ReplyFacts facts(Reply reply, Optional<Service> service) {
        Literals.Found found = literals.in(reply.text());
        boolean microsoft = attributor.isMicrosoft(reply, service, found);
        return new ReplyFacts(reply, service, microsoft, reply.text(), found);
    }

    /** What is quoted is Microsoft's when the whole is: the mark stands anywhere in it. */
    private ReplyFacts quotedFacts(SmtpReply quoted, ReplyFacts outer) {
        String text = quoted.line();
        return new ReplyFacts(quoted, outer.service(), outer.microsoft(), text, literals.in(text));
    }
}
