package io.sluice.reply;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a file of rules. A file has, under {@code <replies>}, one {@code <retry>} for each class, the {@code <mark>}s
 * by which a reply is known to be Microsoft's, and the {@code <rule>}s in the order in which they are tried. Each rule
 * carries examples, and reading a file runs them.
 *
 * <p>A file that extends another one may leave out whatever it does not change, and may {@code <disable>} rules.
 */
public final class RuleFileReader {
    private static final Set<String> PARTS = Set.of("retry", "mark", "rule");
    private static final Set<String> PARTS_OF_EXTENSION = Set.of("retry", "mark", "rule", "disable");
    /** Whatever is shorter, such as {@code .com}, stands in replies of anybody. */
    private static final int SHORTEST_MARK = 5;

    private final String file;

    /** @param file the name of the file, for messages */
    public RuleFileReader(String file) {
        this.file = file;
    }

    /**
     * Reads and checks a file that is complete.
     *
     * @param in the XML; not closed here
     * @throws RuleFileException if it has a fault
     * @throws IOException if it cannot be read
     */
    public RuleCatalogue read(InputStream in) throws IOException {
        RuleFile parsed = parse(in, PARTS);
        for (DeferralClass each : DeferralClass.values()) {
            if (!parsed.retryBounds().containsKey(each)) {
                throw parsed.root().fault("needs a <retry> for the class " + each.token());
            }
        }
        RuleCatalogue catalogue = new RuleCatalogue(
                parsed.rules(), parsed.retryBounds(), new Attribution(parsed.marks()), RuleChanges.NONE);
        new CatalogueCheck(catalogue).check(catalogue.rules());
        return catalogue;
    }

    /**
     * Reads a file that changes another one.
     *
     * @throws RuleFileException if a part of it has a fault in itself
     */
    RuleFile readExtension(InputStream in) throws IOException {
        return parse(in, PARTS_OF_EXTENSION);
    }

    private RuleFile parse(InputStream in, Set<String> parts) throws IOException {
        RuleElement root = new RuleXml(file).read(in);
        if (!root.name().equals("replies")) {
            throw root.fault("is not known here; a file of rules begins with <replies>");
        }
        root.allows(Set.of(), parts);
        List<String> marks =
                root.children("mark").stream().map(RuleFileReader::mark).toList();
        RuleReader ruleReader = new RuleReader();
        List<Rule> rules = root.children("rule").stream().map(ruleReader::read).toList();
        return new RuleFile(root, retryBounds(root), marks, rules, disabled(root));
    }

    private static String mark(RuleElement element) {
        element.allowsText(Set.of());
        String mark = ReplyFacts.normalised(element.text());
        if (mark.length() < SHORTEST_MARK) {
            throw element.fault("\"" + mark + "\" is too short to tell Microsoft's replies from others; allowed are "
                    + SHORTEST_MARK + " characters and more");
        }
        return mark;
    }

    private static List<RuleFile.Disabled> disabled(RuleElement root) {
        List<RuleFile.Disabled> disabled = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (RuleElement element : root.children("disable")) {
            element.allows(Set.of("rule"), Set.of());
            String id = RuleReader.wellFormedId(element, "rule");
            if (!seen.add(id)) {
                throw element.fault("is there twice for the rule " + id);
            }
            disabled.add(new RuleFile.Disabled(id, element));
        }
        return disabled;
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
