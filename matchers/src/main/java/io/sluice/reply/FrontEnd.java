package io.sluice.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The host of Microsoft that wrote a reply, as it names itself at the end of it.
 *
 * @param host its full name as it came, such as {@code CO1PEPF000075F3.namprd03.prod.outlook.com}
 * @param forest the part of Microsoft's service that it belongs to, lower case, such as {@code eurprd05} or
 *     {@code eop-eur05}; empty when the name does not tell
 * @param region the region of the world, lower case, such as {@code eur}, {@code nam} or {@code apc}; empty when the
 *     name does not tell
 */
public record FrontEnd(String host, Optional<String> forest, Optional<String> region) {
    private static final List<String> DOMAINS = List.of(
            ".outlook.com",
            ".exchangelabs.com",
            ".office365.com",
            ".mx.microsoft",
            ".office365.us",
            ".partner.outlook.cn",
            ".hotmail.com");
    private static final String EDGE = "eop-";
    private static final String PRODUCTION = "prd";
    private static final String SERVER = "ft";
    private static final int LONGEST = 253;
    private static final int LETTERS = 3;
    private static final int REGION_AND_NUMBER = LETTERS + 2;

    /** Reads a host name; empty when it is none of Microsoft's. Never throws. */
    public static Optional<FrontEnd> of(String host) {
        if (host.length() > LONGEST || !isMicrosofts(host)) {
            return Optional.empty();
        }
        String lower = host.toLowerCase(Locale.ROOT);
        if (!isHostName(lower)) {
            return Optional.empty();
        }
        int dot = lower.indexOf('.');
        int end = lower.indexOf('.', dot + 1);
        String label = end < 0 ? "" : lower.substring(dot + 1, end);
        Optional<String> region = regionOfForest(label);
        return Optional.of(new FrontEnd(
                host,
                region.isPresent() ? Optional.of(label) : Optional.empty(),
                region.isPresent() ? region : regionOfServer(lower.substring(0, dot))));
    }

    /** {@code eurprd05} and {@code eop-eur05} begin with the region. */
    private static Optional<String> regionOfForest(String label) {
        String name = label.startsWith(EDGE) ? label.substring(EDGE.length()) : label;
        if (name.length() <= LETTERS || !isLetters(name.substring(0, LETTERS))) {
            return Optional.empty();
        }
        String rest = name.substring(LETTERS);
        String number = rest.startsWith(PRODUCTION) ? rest.substring(PRODUCTION.length()) : rest;
        return isNumber(number) ? Optional.of(name.substring(0, LETTERS)) : Optional.empty();
    }

    /** {@code AM6EUR05FT040} has the region in the middle. */
    private static Optional<String> regionOfServer(String name) {
        int at = name.lastIndexOf(SERVER) - REGION_AND_NUMBER;
        if (at < 0
                || !isLetters(name.substring(at, at + LETTERS))
                || !isNumber(name.substring(at + LETTERS, at + REGION_AND_NUMBER))) {
            return Optional.empty();
        }
        return Optional.of(name.substring(at, at + LETTERS));
    }

    private static boolean isMicrosofts(String host) {
        for (String domain : DOMAINS) {
            if (host.regionMatches(true, host.length() - domain.length(), domain, 0, domain.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHostName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '-' && (c != '.' || i == 0)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetters(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
