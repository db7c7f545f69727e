package io.sluice.reply;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the parts of one reply. Confined to one thread. */
final class ReplyPartsReader {
    private static final String STORE_DRIVER = "storedrv";
    private static final int LONGEST_VALUE = 128;
    private static final int LONGEST_TIME = "2026-01-02T03:04:05.123456789Z".length();
    /** What stands before a domain that has no brackets. */
    private static final List<String> DOMAIN_FOLLOWS = List.of("sending domain ", "blocked by ", "dns domain ");

    private static final String ADDRESS_FOLLOWS = "from ";

    private final String text;
    /** The same in lower case, character for character. */
    private final String lower;

    private Optional<String> agent = Optional.empty();
    private Optional<String> agentCode = Optional.empty();
    private Optional<String> mxId = Optional.empty();
    private Optional<FrontEnd> frontEnd = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private Optional<String> session = Optional.empty();
    private Optional<String> address = Optional.empty();
    private Optional<String> domain = Optional.empty();

    ReplyPartsReader(String text) {
        this.text = ReplyFacts.collapsed(text);
        this.lower = ReplyFacts.normalised(text);
    }

    ReplyParts read() {
        readBrackets();
        if (address.isEmpty()) {
            address = wordAfter(ADDRESS_FOLLOWS).filter(ReplyPartsReader::isAddress);
        }
        for (String words : DOMAIN_FOLLOWS) {
            domain = domain.or(() -> wordAfter(words).filter(ReplyPartsReader::isDomain));
        }
        return new ReplyParts(
                new MarkReader(text).marks(),
                agent,
                agentCode,
                mxId,
                storeDriver(),
                frontEnd,
                time,
                session,
                address,
                domain);
    }

    private void readBrackets() {
        int open = text.indexOf('[');
        while (open >= 0) {
            int close = text.indexOf(']', open);
            if (close < 0) {
                return;
            }
            readBracket(text.substring(open + 1, close).strip());
            open = text.indexOf('[', close);
        }
    }

    private void readBracket(String content) {
        if (hasKey(content, "Name=")) {
            agent = agent.or(() -> value(content));
        } else if (hasKey(content, "AGT=")) {
            agentCode = agentCode.or(() -> value(content));
        } else if (hasKey(content, "MxId=")) {
            mxId = mxId.or(() -> value(content));
        } else if (hasKey(content, "Hostname=")) {
            value(content).ifPresent(this::readTail);
        } else if (isAddress(content)) {
            address = address.or(() -> Optional.of(content));
        } else {
            readTail(content);
        }
    }

    /** Host, time and session; in older replies the host alone. A domain in brackets looks like a host. */
    private void readTail(String content) {
        List<String> words = words(content);
        if (words.isEmpty()) {
            return;
        }
        Optional<FrontEnd> host = FrontEnd.of(words.get(0));
        if (host.isEmpty() && words.size() == 1 && isDomain(content)) {
            domain = domain.or(() -> Optional.of(content));
        }
        if (host.isEmpty() || frontEnd.isPresent()) {
            return;
        }
        frontEnd = host;
        time = words.size() > 1 ? instant(words.get(1)) : Optional.empty();
        session = words.size() > 2 && words.get(2).length() <= LONGEST_VALUE
                ? Optional.of(words.get(2))
                : Optional.empty();
    }

    private Optional<String> storeDriver() {
        int at = lower.indexOf(STORE_DRIVER);
        if (at < 0) {
            return Optional.empty();
        }
        int end = at;
        while (end < text.length() && end - at < LONGEST_VALUE && " ;,".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return Optional.of(text.substring(at, end));
    }

    private Optional<String> wordAfter(String words) {
        int at = lower.indexOf(words);
        if (at < 0) {
            return Optional.empty();
        }
        int from = at + words.length();
        int end = text.indexOf(' ', from);
        String word = text.substring(from, end < 0 ? text.length() : end);
        return Optional.of(stripPunctuation(word));
    }

    private static String stripPunctuation(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && "'\"<[(".indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "'\">]).,;:".indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        return word.substring(from, to);
    }

    private static boolean hasKey(String content, String key) {
        return content.regionMatches(true, 0, key, 0, key.length());
    }

    private static Optional<String> value(String content) {
        String value = content.substring(content.indexOf('=') + 1).strip();
        return value.isEmpty() || value.length() > LONGEST_VALUE ? Optional.empty() : Optional.of(value);
    }

    private static List<String> words(String content) {
        List<String> words = new ArrayList<>();
        int from = 0;
        while (from < content.length() && words.size() < 3) {
            int end = content.indexOf(' ', from);
            end = end < 0 ? content.length() : end;
            if (end > from) {
                words.add(content.substring(from, end));
            }
            from = end + 1;
        }
        return words;
    }

    private static Optional<Instant> instant(String word) {
        if (word.length() > LONGEST_TIME || word.indexOf('T') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(word));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** An address by its form: digits and dots, or hexadecimal digits and at least two colons. */
    private static boolean isAddress(String word) {
        if (word.length() > "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length()) {
            return false;
        }
        long dots = word.chars().filter(c -> c == '.').count();
        long colons = word.chars().filter(c -> c == ':').count();
        boolean decimal = word.chars().allMatch(c -> c == '.' || isDigit(c));
        boolean hexadecimal = word.chars().allMatch(c -> c == '.' || c == ':' || isHexadecimal(c));
        return (decimal && dots == 3 && word.length() >= "0.0.0.0".length()) || (hexadecimal && colons >= 2);
    }

    private static boolean isDomain(String word) {
        return word.length() <= 253
                && word.indexOf('.') > 0
                && !word.endsWith(".")
                && word.chars().anyMatch(Character::isLetter)
                && word.chars().allMatch(c -> c == '.' || c == '-' || Character.isLetterOrDigit(c));
    }

    private static boolean isHexadecimal(int c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
