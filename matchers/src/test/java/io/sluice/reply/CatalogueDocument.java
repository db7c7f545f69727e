package io.sluice.reply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The catalogue of rules as {@code docs/catalogue.md}: one row for each rule, in the order in which they are tried. */
final class CatalogueDocument {
    static final String REGENERATE = "mvn -B -pl matchers -am test -Dtest=CatalogueDocumentTest"
            + " -Dsurefire.failIfNoSpecifiedTests=false -Dsluice.docs.write=true";

    private static final String INTRODUCTION =
            """
            # The reply catalogue

            What the receivers answer, and what Sluice makes of it. Generated from
            `matchers/src/main/resources/io/sluice/reply/microsoft-replies.xml`; do not edit it by hand. To write it anew:

            ```
            %s
            ```

            The rules are tried from top to bottom; the first one that matches decides. Case and white space never matter.
            Unless a row says "not Microsoft" or "anybody", it is about replies of Microsoft only. The words for class,
            scope and remedy are explained in [reference.md](reference.md). In "Matches" a comma means that all must hold.

            The earliest retry is the least time that the mail waits, if the shortest wait of its class is not longer. It
            does not count for a class whose bounds are configured with `retry.CLASS`.

            A mail that is refused by a rule with "given up after" is tried for that long at most, counted from its
            first deferral; it is given up earlier when its maximum age is over.

            A *fall-back* rule understands codes only. What it matches is marked as unknown (`sluice.unknown`), counted,
            and kept as a sample. *Gives way* says that a reply which is quoted inside the reply decides, if a rule
            that does not give way knows it.

            "Known" says how the rule is known: *seen* in a real reply, *documented* by Microsoft, *secondary* source only,
            or *unverified*.

            | Rule | Matches | Class | Scope | Remedy | Earliest retry | Known | Advice |
            |---|---|---|---|---|---|---|---|
            """;

    private final RuleCatalogue catalogue;

    CatalogueDocument(RuleCatalogue catalogue) {
        this.catalogue = catalogue;
    }

    String text() {
        return catalogue.rules().stream()
                .map(CatalogueDocument::row)
                .collect(Collectors.joining("\n", INTRODUCTION.formatted(REGENERATE), "\n"));
    }

    private static String row(Rule rule) {
        Verdict verdict = rule.verdict();
        return cells(List.of(
                code(rule.id()) + kind(rule),
                rule.conditions().stream().map(CatalogueDocument::words).collect(Collectors.joining(";<br>or ")),
                verdict.deferralClass().token(),
                verdict.scope().token(),
                verdict.remedy().token(),
                verdict.temporary() ? wait(verdict.earliestRetry()) + givenUp(verdict) : "",
                rule.provenance().verified().token()
                        + rule.provenance().lastSeen().map(when -> " " + when).orElse(""),
                verdict.advice()));
    }

    private static String kind(Rule rule) {
        return (rule.verdict().known() ? "" : "<br>fall-back") + (rule.givesWay() ? "<br>gives way" : "");
    }

    private static String givenUp(Verdict verdict) {
        return verdict.giveUpAfter()
                .map(time -> ";<br>given up after " + wait(time))
                .orElse("");
    }

    private static String cells(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.replace("|", "\\|").strip())
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    /** One condition in words. */
    private static String words(Condition condition) {
        List<String> parts = new ArrayList<>();
        if (condition.origin() == Condition.Origin.OTHER) {
            parts.add("not Microsoft");
        } else if (condition.origin() == Condition.Origin.ANY) {
            parts.add("anybody");
        }
        add(
                parts,
                "no reply: ",
                condition.kinds().stream().sorted().map(NoReply.Kind::token).toList());
        add(parts, "", condition.codes().stream().map(CatalogueDocument::code).toList());
        add(
                parts,
                "",
                condition.enhanced().stream().map(CatalogueDocument::code).toList());
        add(
                parts,
                "marked ",
                condition.tokens().stream().map(CatalogueDocument::code).toList());
        for (List<String> group : condition.words()) {
            add(parts, "", group.stream().map(text -> "\"" + text + "\"").toList());
        }
        condition.pattern().ifPresent(pattern -> parts.add("like " + code(pattern.pattern())));
        add(
                parts,
                "at ",
                condition.stages().stream().sorted().map(SmtpStage::token).toList());
        add(
                parts,
                "from ",
                condition.services().stream().sorted().map(Service::token).toList());
        return String.join(", ", parts);
    }

    private static void add(List<String> parts, String before, List<String> alternatives) {
        if (!alternatives.isEmpty()) {
            parts.add(before + String.join(" or ", alternatives));
        }
    }

    private static String code(CodePattern pattern) {
        String from = String.valueOf(pattern.from());
        return switch (pattern.to() - pattern.from()) {
            case 0 -> code(from);
            case 9 -> code(from.substring(0, 2) + "x");
            default -> code(from.charAt(0) + "xx");
        };
    }

    private static String code(EnhancedRange range) {
        String before = range.type() + ".";
        if (range.subject() == EnhancedRange.ANY) {
            return code(before + "*.*");
        }
        before += range.subject() + ".";
        if (range.from() == 0 && range.to() == 999) {
            return code(before + "*");
        }
        return code(range.from() == range.to() ? before + range.from() : before + range.from() + "-" + range.to());
    }

    private static String code(Token token) {
        return code(token.text().toUpperCase(Locale.ROOT) + (token.numbered() ? "*" : ""));
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    static String wait(Duration wait) {
        if (wait.isZero()) {
            return "at once";
        }
        if (wait.toSeconds() % 3600 == 0) {
            return count(wait.toHours(), "hour");
        }
        return wait.toSeconds() % 60 == 0 ? count(wait.toMinutes(), "minute") : count(wait.toSeconds(), "second");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
