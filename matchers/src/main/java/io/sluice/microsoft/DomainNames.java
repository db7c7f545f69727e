package io.sluice.microsoft;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/** The one form in which names are compared, cached and asked for. Names come from mail and DNS, so from anybody. */
public final class DomainNames {
    /** RFC 1035 section 2.3.4: 255 octets on the wire are 253 characters in text. */
    private static final int MAXIMUM_LENGTH = 253;

    private static final int MAXIMUM_LABEL_LENGTH = 63;

    /** IDNA 2003 and 2008 lead these to different domains, and mail must not go to the wrong one. */
    private static final String AMBIGUOUS = "\u00df\u03c2\u200c\u200d";

    private DomainNames() {}

    /**
     * The name in lower case, without the trailing dot, internationalised labels in their ASCII form.
     *
     * @return empty if that is no host name: too long, an empty or overlong label, other characters than letters,
     *     digits, hyphen and underscore. The root (".") is none either
     */
    public static Optional<String> normalise(String name) {
        if (name.length() > MAXIMUM_LENGTH + 1) {
            return Optional.empty();
        }
        String relative = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return ascii(relative).map(ascii -> ascii.toLowerCase(Locale.ROOT)).filter(DomainNames::isHostName);
    }

    private static Optional<String> ascii(String name) {
        if (name.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(name);
        }
        if (name.chars().anyMatch(c -> AMBIGUOUS.indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(IDN.toASCII(name));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static boolean isHostName(String name) {
        if (name.isEmpty() || name.length() > MAXIMUM_LENGTH) {
            return false;
        }
        int labelLength = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '.') {
                if (labelLength == 0) {
                    return false;
                }
                labelLength = 0;
            } else if (!isHostCharacter(c) || ++labelLength > MAXIMUM_LABEL_LENGTH) {
                return false;
            }
        }
        return labelLength > 0;
    }

    private static boolean isHostCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    /** For messages about names that are none: bounded and printable ASCII. */
    static String quoted(String name) {
        String bounded = name.length() > MAXIMUM_LENGTH ? name.substring(0, MAXIMUM_LENGTH) + "..." : name;
        StringBuilder out = new StringBuilder(bounded.length() + 2).append('"');
        bounded.chars().forEach(c -> out.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return out.append('"').toString();
    }
}
