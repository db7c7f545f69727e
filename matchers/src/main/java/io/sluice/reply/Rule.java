package io.sluice.reply;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One rule of the catalogue: when it applies, what that means, and how it is known. Immutable. */
public final class Rule {
    /**
     * A reply that a rule must match.
     *
     * @param reply the reply, or its absence
     * @param service the service it came from; empty for a reply that is not Microsoft's
     * @param line where it stands in the file
     */
    public record Example(Reply reply, Optional<Service> service, int line) {}

    private final List<Condition> conditions;
    private final Verdict verdict;
    private final Optional<String> link;
    private final Provenance provenance;
    private final List<Example> examples;
    private final boolean givesWay;
    private final String file;
    private final int line;

    Rule(
            List<Condition> conditions,
            Verdict verdict,
            Optional<String> link,
            Provenance provenance,
            List<Example> examples,
            boolean givesWay,
            String file,
            int line) {
        this.conditions = List.copyOf(conditions);
        this.verdict = verdict;
        this.link = link;
        this.provenance = provenance;
        this.examples = List.copyOf(examples);
        this.givesWay = givesWay;
        this.file = file;
        this.line = line;
    }

    /** Unique in its catalogue, lower case with dashes; {@code unknown-...} for a fallback. */
    public String id() {
        return verdict.ruleId();
    }

    /** The rule applies when one of these fits. Not empty. */
    List<Condition> conditions() {
        return conditions;
    }

    /** What a reply means that this rule matches. */
    public Verdict verdict() {
        return verdict;
    }

    /** Where to read more. */
    public Optional<String> link() {
        return link;
    }

    /** How the rule is known. */
    public Provenance provenance() {
        return provenance;
    }

    /** Replies that this rule must match: its tests. Not empty. */
    public List<Example> examples() {
        return examples;
    }

    /** Whether a reply that is quoted inside the reply decides instead, when a rule that does not give way knows it. */
    public boolean givesWay() {
        return givesWay;
    }

    /** The same rule, with another earliest retry. */
    Rule withEarliestRetry(Duration earliest) {
        Verdict shorter = new Verdict(
                verdict.deferralClass(),
                verdict.scope(),
                verdict.remedy(),
                earliest,
                verdict.giveUpAfter(),
                verdict.advice(),
                verdict.ruleId(),
                verdict.known(),
                verdict.parts());
        return new Rule(conditions, shorter, link, provenance, examples, givesWay, file, line);
    }

    /** The name of the file that it is from. */
    public String file() {
        return file;
    }

    /** Where it begins in its file. */
    public int line() {
        return line;
    }

    @Override
    public String toString() {
        return id();
    }
}
