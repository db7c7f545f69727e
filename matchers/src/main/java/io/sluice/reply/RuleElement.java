package io.sluice.reply;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** An element of a file of rules, that knows its line and complains in full. Confined to the thread that reads. */
final class RuleElement {
    private final String file;
    private final String ruleId;
    private final String name;
    private final int line;
    private final Map<String, String> attributes;
    private final List<RuleElement> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    RuleElement(String file, String ruleId, String name, int line, Map<String, String> attributes) {
        this.file = file;
        this.ruleId = ruleId;
        this.name = name;
        this.line = line;
        this.attributes = new TreeMap<>(attributes);
    }

    String name() {
        return name;
    }

    /** The file it stands in. */
    String file() {
        return file;
    }

    int line() {
        return line;
    }

    String ruleId() {
        return ruleId;
    }

    void add(RuleElement child) {
        children.add(child);
    }

    void addText(String more) {
        text.append(more);
    }

    List<RuleElement> children(String wanted) {
        return children.stream().filter(child -> child.name.equals(wanted)).toList();
    }

    /** The only child of that name. */
    RuleElement child(String wanted) {
        List<RuleElement> found = children(wanted);
        if (found.size() != 1) {
            throw fault("needs one <" + wanted + ">, not " + found.size());
        }
        return found.get(0);
    }

    /** The text, which must not be blank. */
    String text() {
        String content = text.toString().strip();
        if (content.isEmpty()) {
            throw fault("needs a text");
        }
        return content;
    }

    Optional<String> attribute(String key) {
        return Optional.ofNullable(attributes.get(key)).map(String::strip);
    }

    String required(String key) {
        return attribute(key).orElseThrow(() -> fault("needs the attribute " + key));
    }

    /** Faults unless the element has these attributes and children only, and no text. */
    void allows(Set<String> attributeNames, Set<String> childNames) {
        if (!text.toString().isBlank()) {
            throw fault("does not take a text: " + text.toString().strip());
        }
        allowsAttributes(attributeNames);
        for (RuleElement child : children) {
            if (!childNames.contains(child.name)) {
                throw child.fault("is not known in <" + name + ">; allowed are " + new TreeSet<>(childNames));
            }
        }
    }

    /** Faults unless the element has these attributes only, and no children. */
    void allowsText(Set<String> attributeNames) {
        allowsAttributes(attributeNames);
        if (!children.isEmpty()) {
            throw children.get(0).fault("is not known in <" + name + ">, which takes a text only");
        }
    }

    private void allowsAttributes(Set<String> attributeNames) {
        for (String attribute : attributes.keySet()) {
            if (!attributeNames.contains(attribute)) {
                throw fault(
                        "has the unknown attribute " + attribute + "; allowed are " + new TreeSet<>(attributeNames));
            }
        }
    }

    /** The value of {@code key} as one of the constants of an enumeration, by token. */
    <E extends Enum<E>> E one(String key, Class<E> type, Function<E, String> token) {
        return constant(key, required(key), type, token);
    }

    /** The values of {@code key}, separated by white space, as constants of an enumeration. */
    <E extends Enum<E>> List<E> many(String key, Class<E> type, Function<E, String> token) {
        return each(key, value -> Optional.of(constant(key, value, type, token)), "");
    }

    /** The values of {@code key}, separated by white space, each read by {@code parser}. */
    <T> List<T> each(String key, Function<String, Optional<T>> parser, String allowed) {
        Optional<String> values = attribute(key);
        if (values.isEmpty()) {
            return List.of();
        }
        if (values.get().isEmpty()) {
            throw fault(key + " is empty");
        }
        return Arrays.stream(values.get().split("\\s+", -1))
                .map(value -> parser.apply(value).orElseThrow(() -> badValue(key, value, allowed)))
                .toList();
    }

    RuleFileException badValue(String key, String value, String allowed) {
        return fault(key + "=\"" + value + "\" is not " + allowed);
    }

    RuleFileException fault(String what) {
        return new RuleFileException(file, line, ruleId, "<" + name + "> " + what);
    }

    private <E extends Enum<E>> E constant(String key, String value, Class<E> type, Function<E, String> token) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> token.apply(constant).equals(value.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> badValue(
                        key,
                        value,
                        "one of "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(token)
                                        .toList()));
    }
}
