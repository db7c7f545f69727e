package io.sluice.reply;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of rules. A file has, under {@code <replies>}, one {@code <retry>} for each class, the {@code <mark>}s
 * by which a reply is known to be Microsoft's, and the {@code <rule>}s in the order in which they are tried. Each rule
 * carries examples, and reading a file runs them.
 */
public final class RuleFileReader {
    private final String file;

    /** @param file the name of the file, for messages */
    public RuleFileReader(String file) {
        this.file = file;
    }

    /**
     * Reads and checks the file.
     *
     * @param in the XML; not closed here
     * @throws RuleFileException if it has a fault
     * @throws IOException if it cannot be read
     */
    public RuleCatalogue read(InputStream in) throws IOException {
        RuleElement root = new RuleXml(file).read(in);
        if (!root.name().equals("replies")) {
            throw root.fault("is not known here; a file of rules begins with <replies>");
        }
        root.allows(Set.of(), Set.of("retry", "mark", "rule"));
        List<String> marks =
                root.children("mark").stream().map(RuleFileReader::mark).toList();
        RuleReader ruleReader = new RuleReader();
        List<Rule> rules = root.children("rule").stream().map(ruleReader::read).toList();
        RuleCatalogue catalogue = new RuleCatalogue(rules, retryBounds(root), new Attribution(marks));
        new CatalogueCheck(file, catalogue).run();
        return catalogue;
    }

    private static String mark(RuleElement element) {
        element.allowsText(Set.of());
        return ReplyFacts.normalised(element.text());
    }

    private static Map<DeferralClass, RetryBounds> retryBounds(RuleElement root) {
        Map<DeferralClass, RetryBounds> bounds = new EnumMap<>(DeferralClass.class);
        for (RuleElement element : root.children("retry")) {
            element.allows(Set.of("class", "floor", "cap"), Set.of());
            DeferralClass of = element.one("class", DeferralClass.class, DeferralClass::token);
            if (bounds.put(of, bounds(element)) != null) {
                throw element.fault("is there twice for the class " + of.token());
            }
        }
        for (DeferralClass each : DeferralClass.values()) {
            if (!bounds.containsKey(each)) {
                throw root.fault("needs a <retry> for the class " + each.token());
            }
        }
        return bounds;
    }

    private static RetryBounds bounds(RuleElement element) {
        try {
            return new RetryBounds(duration(element, "floor"), duration(element, "cap"));
        } catch (IllegalArgumentException e) {
            throw element.fault("has bad bounds. " + e.getMessage());
        }
    }

    static Duration duration(RuleElement element, String key) {
        String value = element.required(key);
        return DurationText.parse(value).orElseThrow(() -> element.badValue(key, value, DurationText.FORMS));
    }
}
