package io.sluice.posture;

import com.google.common.base.Splitter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code tag=value; tag=value} form of DKIM keys (RFC 6376 section 3.2), DMARC and others.
 *
 * @param tags by their names in lower case, in their order; values without blanks at the ends
 * @param fault why the text is none; what was read until there is in the tags
 */
record TagList(Map<String, String> tags, Optional<String> fault) {
    private static final int MOST_TAGS = 50;
    private static final Splitter PARTS = Splitter.on(';');

    TagList {
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    }

    static TagList parse(String text) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (String part : PARTS.split(text)) {
            String each = part.strip();
            if (each.isEmpty()) {
                continue;
            }
            int equals = each.indexOf('=');
            String name = equals < 0 ? "" : each.substring(0, equals).strip().toLowerCase(Locale.ROOT);
            if (name.isEmpty() || !name.chars().allMatch(TagList::isTagCharacter)) {
                return new TagList(tags, Optional.of("'" + shortened(each) + "' is no tag=value"));
            }
            if (tags.putIfAbsent(name, each.substring(equals + 1).strip()) != null) {
                return new TagList(tags, Optional.of("the tag " + shortened(name) + " is there twice"));
            }
            if (tags.size() > MOST_TAGS) {
                return new TagList(tags, Optional.of("there are more than " + MOST_TAGS + " tags"));
            }
        }
        return new TagList(tags, Optional.empty());
    }

    private static boolean isTagCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }

    private static String shortened(String text) {
        return text.length() > 40 ? text.substring(0, 40) + "..." : text;
    }

    Optional<String> get(String tag) {
        return Optional.ofNullable(tags.get(tag));
    }
}
