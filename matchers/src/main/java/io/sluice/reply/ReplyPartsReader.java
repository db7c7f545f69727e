package io.sluice.reply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the parts of one reply, in one pass over it. Confined to one thread. */
final class ReplyPartsReader {
    private static final String STORE_DRIVER = "storedrv";
    private static final int LONGEST_VALUE = 128;
    /** What stands before a domain that has no brackets. */
    private static final List<String> DOMAIN_FOLLOWS = List.of("sending domain ", "blocked by ", "dns domain ");

    private static final String ADDRESS_FOLLOWS = "from ";

    private final String text;
    private final MarkReader markReader;
    /** Where the last bracket that was read ends. */
    private int afterBracket;

    private List<String> marks = List.of();
    private Optional<String> agent = Optional.empty();
    private Optional<String> agentCode = Optional.empty();
    private Optional<String> mxId = Optional.empty();
    private Optional<String> storeDriver = Optional.empty();
    private Optional<FrontEnd> frontEnd = Optional.empty();
    private Optional<Instant> time = Optional.empty();
    private Optional<String> session = Optional.empty();
    /** What stands in brackets is surer than what follows a word. */
    private Optional<String> addressInBrackets = Optional.empty();

    private Optional<String> addressAfterWords = Optional.empty();
    private Optional<String> domainInBrackets = Optional.empty();
    private Optional<String> domainAfterWords = Optional.empty();
    private boolean any;

    ReplyPartsReader(String text) {
        this.text = ReplyFacts.collapsed(text);
        this.markReader = new MarkReader(this.text);
    }

    ReplyParts read() {
        int at = 0;
        while (at < text.length()) {
            if (markReader.isWord(at)) {
                readWord(at);
                at = endOfWord(at);
            } else {
                if (text.charAt(at) == '[' && at >= afterBracket) {
                    readBracket(at);
                }
                at++;
            }
        }
        if (!any) {
            return ReplyParts.NONE;
        }
        return new ReplyParts(
                marks,
                agent,
                agentCode,
                mxId,
                storeDriver,
                frontEnd,
                time,
                session,
                addressInBrackets.isPresent() ? addressInBrackets : addressAfterWords,
                domainInBrackets.isPresent() ? domainInBrackets : domainAfterWords);
    }

    private int endOfWord(int from) {
        int end = from;
        while (markReader.isWord(end)) {
            end++;
        }
        return end;
    }

    /** The first letter tells nearly always that a word is nothing of interest. */
    private void readWord(int at) {
        switch (text.charAt(at) | 0x20) {
            case 's' -> {
                readStoreDriver(at);
                readDomain(at);
                readMark(at);
            }
            case 'd' -> {
                readDomain(at);
                readMark(at);
            }
            case 'b' -> readDomain(at);
            case 'f' -> readAddress(at);
            case 'a', 'p', 'r', 'o' -> readMark(at);
            default -> {
                // No part begins with it.
            }
        }
    }

    private void readMark(int at) {
        int end = markReader.endOfMark(at);
        if (end == at || marks.size() >= ReplyParts.MOST_MARKS) {
            return;
        }
        String mark = text.substring(at, end).toUpperCase(Locale.ROOT);
        if (marks.isEmpty()) {
            marks = new ArrayList<>();
        }
        if (!marks.contains(mark)) {
            marks.add(mark);
            any = true;
        }
    }

    private void readStoreDriver(int at) {
        if (storeDriver.isPresent() || !isAt(at, STORE_DRIVER)) {
            return;
        }
        int end = at;
        while (end < text.length() && end - at < LONGEST_VALUE && " ;,".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        storeDriver = found(text.substring(at, end));
    }

    private void readAddress(int at) {
        if (addressAfterWords.isEmpty() && isAt(at, ADDRESS_FOLLOWS)) {
            String word = wordAt(at + ADDRESS_FOLLOWS.length());
            addressAfterWords = isAddress(word) ? found(word) : Optional.empty();
        }
    }

    private void readDomain(int at) {
        if (domainAfterWords.isPresent()) {
            return;
        }
        for (String words : DOMAIN_FOLLOWS) {
            if (isAt(at, words)) {
                String word = wordAt(at + words.length());
                domainAfterWords = isDomain(word) ? found(word) : Optional.empty();
            }
        }
    }

    private void readBracket(int open) {
        int close = text.indexOf(']', open);
        if (close < 0) {
            afterBracket = text.length();
            return;
        }
        afterBracket = close + 1;
        readContent(text.substring(open + 1, close).strip());
    }

    private void readContent(String content) {
        if (hasKey(content, "Name=")) {
            agent = agent.isPresent() ? agent : value(content);
        } else if (hasKey(content, "AGT=")) {
            agentCode = agentCode.isPresent() ? agentCode : value(content);
        } else if (hasKey(content, "MxId=")) {
            mxId = mxId.isPresent() ? mxId : value(content);
        } else if (hasKey(content, "Hostname=")) {
            readTail(content.substring("Hostname=".length()).strip());
        } else if (isAddress(content)) {
            addressInBrackets = addressInBrackets.isPresent() ? addressInBrackets : found(content);
        } else {
            readTail(content);
        }
    }

    /** Host, time and session; in older replies the host alone. A domain in brackets looks like a host. */
    private void readTail(String content) {
        int endOfHost = endOfWords(content, 0);
        Optional<FrontEnd> host = FrontEnd.of(content.substring(0, endOfHost));
        if (host.isEmpty()) {
            if (domainInBrackets.isEmpty() && endOfHost == content.length() && isDomain(content)) {
                domainInBrackets = found(content);
            }
            return;
        }
        if (frontEnd.isPresent()) {
            return;
        }
        frontEnd = host;
        any = true;
        if (endOfHost < content.length()) {
            int endOfTime = endOfWords(content, endOfHost + 1);
            time = UtcTime.parse(content.substring(endOfHost + 1, endOfTime));
            if (endOfTime < content.length()) {
                String id = content.substring(endOfTime + 1, endOfWords(content, endOfTime + 1));
                session = id.length() <= LONGEST_VALUE ? Optional.of(id) : Optional.empty();
            }
        }
    }

    /** Where the run of anything but blanks ends. */
    private static int endOfWords(String content, int from) {
        int end = content.indexOf(' ', from);
        return end < 0 ? content.length() : end;
    }

    private <T> Optional<T> found(T part) {
        any = true;
        return Optional.of(part);
    }

    private boolean isAt(int at, String words) {
        return text.regionMatches(true, at, words, 0, words.length());
    }

    /** The word that begins there, without the punctuation around it. */
    private String wordAt(int from) {
        int first = from;
        int last = endOfWords(text, from);
        while (first < last && "'\"<[(".indexOf(text.charAt(first)) >= 0) {
            first++;
        }
        while (last > first && "'\">]).,;:".indexOf(text.charAt(last - 1)) >= 0) {
            last--;
        }
        return text.substring(first, last);
    }

    private static boolean hasKey(String content, String key) {
        return content.regionMatches(true, 0, key, 0, key.length());
    }

    private Optional<String> value(String content) {
        String value = content.substring(content.indexOf('=') + 1).strip();
        return value.isEmpty() || value.length() > LONGEST_VALUE ? Optional.empty() : found(value);
    }

    /** An address by its form: digits and dots, or hexadecimal digits and at least two colons. */
    private static boolean isAddress(String word) {
        if (word.length() > "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length()) {
            return false;
        }
        int dots = 0;
        int colons = 0;
        boolean decimal = word.length() >= "0.0.0.0".length();
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '.') {
                dots++;
            } else if (c == ':') {
                colons++;
            } else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') {
                decimal = false;
            } else if (c < '0' || c > '9') {
                return false;
            }
        }
        return colons == 0 ? decimal && dots == 3 : colons >= 2;
    }

    private static boolean isDomain(String word) {
        if (word.length() > 253 || word.indexOf('.') <= 0 || word.endsWith(".")) {
            return false;
        }
        boolean letter = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            letter |= Character.isLetter(c);
            if (c != '.' && c != '-' && !Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return letter;
    }
}
