package io.sluice.webadmin;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.NoReply;
import io.sluice.reply.Provenance;
import io.sluice.reply.Rule;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleChanges;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import io.sluice.rules.RulesState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What WebAdmin tells about the rules. */
final class RuleReport {
    private RuleReport() {}

    /**
     * All rules.
     *
     * @param file where the user's rules are looked for
     * @param filePresent whether they are in use
     * @param loaded since when these rules are in use
     * @param fault why the file as it is now is not in use
     * @param builtIn how many of the rules in use come with Sluice
     * @param added ids of the user's own rules
     * @param replaced ids of built-in rules that the user replaced
     * @param disabled ids of built-in rules that the user took out
     * @param takenOver ids of built-in rules with an example that another rule reads now
     * @param retries classes whose waits the user set
     * @param marks how many marks of attribution the user added
     * @param rules ids of all rules in use, in the order in which they are tried
     */
    record Rules(
            String file,
            boolean filePresent,
            Instant loaded,
            Optional<Fault> fault,
            int builtIn,
            List<String> added,
            List<String> replaced,
            List<String> disabled,
            List<String> takenOver,
            List<String> retries,
            int marks,
            List<String> rules) {
        static Rules of(RulesState state) {
            RuleCatalogue catalogue = state.catalogue();
            RuleChanges changes = catalogue.changes();
            List<String> ids = catalogue.rules().stream().map(Rule::id).toList();
            return new Rules(
                    state.file().toString(),
                    state.present(),
                    state.loaded(),
                    state.fault().map(Fault::of),
                    ids.size() - changes.added().size() - changes.replaced().size(),
                    changes.added(),
                    changes.replaced(),
                    changes.disabled(),
                    changes.takenOver(),
                    changes.retries().stream().map(DeferralClass::token).toList(),
                    changes.marks(),
                    ids);
        }
    }

    /** Why a file is not in use. */
    record Fault(Instant since, String message, OptionalInt line, Optional<String> rule) {
        static Fault of(RulesState.Fault fault) {
            return new Fault(fault.since(), fault.message(), fault.line(), fault.rule());
        }
    }

    /**
     * One rule.
     *
     * @param file the file that it is from
     * @param line where it begins there
     * @param earliestRetry in seconds
     * @param giveUpAfter in seconds
     * @param known whether it knows a condition; else it understands codes only
     * @param verified how far it was confirmed
     */
    record Line(
            String id,
            String file,
            int line,
            String deferralClass,
            String scope,
            String remedy,
            boolean temporary,
            double earliestRetry,
            Optional<Double> giveUpAfter,
            boolean known,
            String advice,
            Optional<String> link,
            String source,
            String verified,
            Optional<String> firstSeen,
            Optional<String> lastSeen,
            List<Example> examples) {
        static Line of(Rule rule) {
            Verdict verdict = rule.verdict();
            Provenance provenance = rule.provenance();
            return new Line(
                    rule.id(),
                    rule.file(),
                    rule.line(),
                    verdict.deferralClass().token(),
                    verdict.scope().token(),
                    verdict.remedy().token(),
                    verdict.temporary(),
                    seconds(verdict.earliestRetry()),
                    verdict.giveUpAfter().map(RuleReport::seconds),
                    verdict.known(),
                    verdict.advice(),
                    rule.link(),
                    provenance.source(),
                    provenance.verified().token(),
                    provenance.firstSeen(),
                    provenance.lastSeen(),
                    rule.examples().stream().map(Example::of).toList());
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /**
     * A reply that the rule reads.
     *
     * @param noReply what happened instead of a reply
     * @param service none for a reply that is not Microsoft's
     */
    record Example(String text, Optional<String> noReply, String stage, Optional<String> service) {
        static Example of(Rule.Example example) {
            return new Example(
                    example.reply().text(),
                    example.reply() instanceof NoReply missing
                            ? Optional.of(missing.kind().token())
                            : Optional.empty(),
                    example.reply().stage().token(),
                    example.service().map(Service::token));
        }
    }
}
