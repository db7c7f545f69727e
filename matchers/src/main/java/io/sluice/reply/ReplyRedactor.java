package io.sluice.reply;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Takes out of a reply what belongs to somebody, and what differs each time, so that a sample can be shown and passed on.
 *
 * <p>Replaced are mail addresses, directory names, IP addresses, host and domain names (of Microsoft's own the first
 * labels, which name a customer or a machine), links that do not lead to Microsoft, time stamps, numbers of sessions
 * and messages, and long numbers. Words stay as they are: a name that looks like a word is not recognised.
 */
final class ReplyRedactor {
    /** More is cut off. */
    static final int LONGEST = 512;

    private static final String DELIMITERS = " <>[](){}\"',;|=/\\";
    private static final String PUNCTUATION = ".:!?-";
    private static final int LONGEST_NUMBER = 5;
    private static final int SHORTEST_ID = 8;
    /** Of names under these, only what comes before is somebody's. */
    private static final List<String> MICROSOFT = List.of(
            ".mail.protection.outlook.com",
            ".olc.protection.outlook.com",
            ".prod.protection.outlook.com",
            ".protection.outlook.com",
            ".prod.outlook.com",
            ".prod.exchangelabs.com",
            ".mx.microsoft",
            ".onmicrosoft.com",
            ".protection.office365.us",
            ".protection.partner.outlook.cn");

    /** Names that are no customer's. */
    private static final Set<String> PUBLIC = Set.of(
            "outlook.com",
            "hotmail.com",
            "live.com",
            "msn.com",
            "office365.com",
            "office.com",
            "microsoft.com",
            "aka.ms",
            "spamhaus.org");

    /** What begins with one of these and a dot is a word of Exchange, not a host. */
    private static final Set<String> EXCHANGE =
            Set.of("STOREDRV", "RESOLVER", "SMTPSEND", "QUEUE", "TRANSPORT", "ROUTING", "DNS", "SMTP");

    private final String text;
    private final StringBuilder out = new StringBuilder();

    private ReplyRedactor(String text) {
        this.text = text;
    }

    /** The reply without that. Idempotent in effect; takes linear time. */
    static String redact(String reply) {
        String text = ReplyFacts.collapsed(ReplyParser.printable(reply));
        return new ReplyRedactor(text).redacted();
    }

    private String redacted() {
        int at = 0;
        while (at < text.length() && out.length() < LONGEST) {
            int end = text.indexOf(' ', at);
            end = end < 0 ? text.length() : end;
            word(text.substring(at, end));
            if (end < text.length()) {
                out.append(' ');
            }
            at = end + 1;
        }
        return out.substring(0, Math.min(out.length(), LONGEST)).strip();
    }

    /** What stands between blanks. */
    private void word(String word) {
        String lower = word.toLowerCase(Locale.ROOT);
        int scheme = lower.indexOf("://");
        if (lower.contains("/o=") || lower.contains("/cn=")) {
            out.append("<name>");
        } else if (scheme >= 0) {
            link(word, scheme);
        } else {
            atoms(word);
        }
    }

    /** A link to Microsoft without its query, which can carry anything; of others nothing. */
    private void link(String word, int scheme) {
        int from = scheme + "://".length();
        int end = from;
        while (end < word.length() && " <>[](){}\"',;|?#".indexOf(word.charAt(end)) < 0) {
            end++;
        }
        int endOfHost = word.indexOf('/', from);
        endOfHost = endOfHost < 0 || endOfHost > end ? end : endOfHost;
        boolean kept =
                isPublic(withoutPunctuation(word.substring(from, endOfHost)).toLowerCase(Locale.ROOT));
        out.append(kept ? word.substring(0, end) : "<link>");
    }

    private void atoms(String word) {
        int at = 0;
        while (at < word.length()) {
            int end = at;
            while (end < word.length() && DELIMITERS.indexOf(word.charAt(end)) < 0) {
                end++;
            }
            if (end > at) {
                atom(word, at, end);
            } else {
                out.append(word.charAt(at));
                end++;
            }
            at = end;
        }
    }

    private void atom(String word, int from, int to) {
        if (to < word.length() && word.charAt(to) == '(' && isMark(word.substring(from, closing(word, to)))) {
            out.append(word, from, to); // AS and the number that follows in parentheses
            return;
        }
        if (from > 1 && word.charAt(from - 1) == '(' && isMark(mark(word, from, to))) {
            out.append(word, from, to);
            return;
        }
        int first = from;
        int last = to;
        while (first < last && PUNCTUATION.indexOf(word.charAt(first)) >= 0) {
            first++;
        }
        while (last > first && PUNCTUATION.indexOf(word.charAt(last - 1)) >= 0) {
            last--;
        }
        out.append(word, from, first);
        String content = word.substring(first, last);
        if (content.indexOf(':') > 0 && !isAddress(content)) {
            pieces(content);
        } else {
            out.append(piece(content));
        }
        out.append(word, last, to);
    }

    private void pieces(String content) {
        if (UtcTime.parse(content).isPresent()) {
            out.append("<time>");
            return;
        }
        int colon = content.indexOf(':');
        String before = content.substring(0, colon);
        String after = content.substring(colon + 1);
        out.append(piece(before)).append(':').append(isAddress(after) ? "<ip>" : piece(after));
    }

    private static String piece(String piece) {
        if (piece.isEmpty() || isMark(piece) || EnhancedStatusCode.parse(piece).isPresent()) {
            return piece;
        }
        if (piece.indexOf('@') >= 0) {
            return "<address>";
        }
        if (isAddress(piece)) {
            return "<ip>";
        }
        if (UtcTime.parse(piece).isPresent()) {
            return "<time>";
        }
        if (piece.indexOf('.') > 0) {
            return dotted(piece);
        }
        return unbroken(piece);
    }

    private static String dotted(String piece) {
        boolean letters = piece.chars().anyMatch(Character::isLetter);
        if (!letters) {
            return piece.chars().filter(c -> c == '.').count() >= 3 ? "<ip>" : unbroken(piece);
        }
        String first = piece.substring(0, piece.indexOf('.'));
        String last = piece.substring(piece.lastIndexOf('.') + 1);
        if (EXCHANGE.contains(first) && isMixed(last)) {
            return piece;
        }
        boolean version = last.chars().noneMatch(Character::isLetter) && piece.length() < SHORTEST_ID; // TLS1.2
        return version ? piece : host(piece.toLowerCase(Locale.ROOT));
    }

    private static String host(String name) {
        if (isPublic(name)) {
            return name;
        }
        for (String domain : MICROSOFT) {
            if (name.endsWith(domain)) {
                return "<host>" + domain;
            }
        }
        return "<host>";
    }

    /** Letters and digits mixed, or many digits, are a number of something. */
    private static String unbroken(String piece) {
        long digits = piece.chars().filter(c -> c >= '0' && c <= '9').count();
        if (digits == piece.length()) {
            return digits > LONGEST_NUMBER ? "<number>" : piece;
        }
        return digits > 0 && piece.length() >= SHORTEST_ID ? "<id>" : piece;
    }

    /** Microsoft's sites, but for those of its customers. */
    private static boolean isPublic(String host) {
        for (String name : PUBLIC) {
            boolean below = host.endsWith("." + name) && !name.equals("outlook.com");
            if (host.equals(name) || below) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMixed(String word) {
        return word.chars().anyMatch(Character::isUpperCase) && word.chars().anyMatch(Character::isLowerCase);
    }

    private static boolean isMark(String piece) {
        for (int at = 1; at < Math.min(piece.length(), 6); at++) {
            Optional<String> mark = new MarkReader(piece).around(at);
            if (mark.isPresent() && mark.get().length() == piece.length()) {
                return true;
            }
        }
        return false;
    }

    private static int closing(String word, int open) {
        int close = word.indexOf(')', open);
        return close < 0 ? word.length() : close + 1;
    }

    /** The letters before the parenthesis, and the content of it. */
    private static String mark(String word, int from, int to) {
        int begin = from - 1;
        while (begin > 0 && Character.isLetter(word.charAt(begin - 1))) {
            begin--;
        }
        return word.substring(begin, Math.min(word.length(), to + 1));
    }

    private static boolean isAddress(String text) {
        return ReplyPartsReader.isAddress(text);
    }

    private static String withoutPunctuation(String text) {
        int end = text.length();
        while (end > 0 && PUNCTUATION.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
