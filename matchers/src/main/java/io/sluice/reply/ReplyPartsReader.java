package io.sluice.reply;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the parts of one reply, in one pass over it that stops at few places: each word that introduces a part is known
 * by two letters of it that are rare together, each mark by its last letter and what follows. Confined to one thread.
 */
final class ReplyPartsReader {
    private static final String STORE_DRIVER = "storedrv";
    private static final int LONGEST_VALUE = 128;
    /** What makes a letter a small one, and leaves a blank as it is. */
    private static final int CASE_BIT = 0x20;

    private static final PairTable STOPS = new PairTable()
            .with(MarkReader.LAST_LETTERS, "(-0123456789")
            .with("fF", "rR") // from
            .with("cC", "kK") // blocked
            .with("oO", "mM") // domain
            .with("rR", "vV") // storedrv
            .withAny("[")
            // What makes that blanks are not all single, or may do so.
            .with(" ", " ")
            .withAny("\t\n\f\r\u001c\u001d\u001e\u001f\u000b" + PairTable.LAST);

    /** What stands before a domain that has no brackets. */
    private static final String SENDING = "sending domain ";

    private static final String BLOCKED = "blocked by ";
    private static final String DNS = "dns domain ";
    private static final String DOMAIN = "domain ";
    private static final String ADDRESS_FOLLOWS = "from ";

    private final String text;
    /** Whether each run of white space in the text is one blank for sure. */
    private final boolean collapsed;

    private final char[] characters;
    private final MarkReader markReader;
    /** Where the reader is. */
    private int at;
    /** Whether the last bracket that was read is host, time and session and no more, so that no mark is in it. */
    private boolean wholeTail;
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
        this(text, false);
    }

    private ReplyPartsReader(String text, boolean collapsed) {
        this.collapsed = collapsed;
        this.text = text;
        this.characters = text.toCharArray();
        this.markReader = new MarkReader(text);
    }

    ReplyParts read() {
        for (at = STOPS.next(characters, 0); at < characters.length; at = STOPS.next(characters, at + 1)) {
            char c = PairTable.common(characters[at]);
            if (!collapsed && (c <= ' ' || c == PairTable.LAST)) {
                return readCollapsed();
            }
            stop(c);
        }
        if (!collapsed && characters.length > 0 && characters[characters.length - 1] == ' ') {
            return readCollapsed();
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

    /** Most replies have single blanks only; asking before would be another pass over each of them. */
    private ReplyParts readCollapsed() {
        return new ReplyPartsReader(ReplyFacts.collapsed(text), true).read();
    }

    private void stop(char c) {
        switch (c) {
            case '[' -> {
                if (at >= afterBracket) {
                    readBracket(at);
                }
            }
            case 'r', 'R' -> readAddress(at - "f".length());
            case 'k', 'K' -> readDomain(at - "bloc".length(), BLOCKED);
            case 'm', 'M' -> {
                if (isAt(at - "do".length(), DOMAIN)) {
                    readDomain(at - "do".length() - "sending ".length(), SENDING);
                    readDomain(at - "do".length() - "dns ".length(), DNS);
                }
            }
            case 'v', 'V' -> readStoreDriver(at - "storedr".length());
            case '(', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> readMark();
            default -> {
                // what makes a text that is not collapsed, in one that is
            }
        }
    }

    private void readMark() {
        if (marks.size() < ReplyParts.MOST_MARKS) {
            markReader.around(at).ifPresent(this::addMark);
        }
    }

    private void addMark(String mark) {
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

    private void readDomain(int at, String words) {
        if (domainAfterWords.isEmpty() && isAt(at, words)) {
            String word = wordAt(at + words.length());
            domainAfterWords = isDomain(word) ? found(word) : Optional.empty();
        }
    }

    private void readBracket(int open) {
        int close = open + 1;
        while (close < characters.length && characters[close] != ']') {
            close++;
        }
        if (close == characters.length) {
            afterBracket = close;
            return;
        }
        afterBracket = close + 1;
        wholeTail = false;
        readContent(text.substring(open + 1, close).strip());
        if (wholeTail) {
            at = close;
        }
    }

    private void readContent(String content) {
        int equals = content.indexOf('=');
        if (equals >= 0) {
            readValue(
                    content.substring(0, equals), content.substring(equals + 1).strip());
        } else if (isAddress(content)) {
            addressInBrackets = addressInBrackets.isPresent() ? addressInBrackets : found(content);
        } else {
            readTail(content);
        }
    }

    private void readValue(String key, String value) {
        if (key.equalsIgnoreCase("Name")) {
            agent = agent.isPresent() ? agent : bounded(value);
        } else if (key.equalsIgnoreCase("AGT")) {
            agentCode = agentCode.isPresent() ? agentCode : bounded(value);
        } else if (key.equalsIgnoreCase("MxId")) {
            mxId = mxId.isPresent() ? mxId : bounded(value);
        } else if (key.equalsIgnoreCase("Hostname")) {
            readTail(value);
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
                int endOfId = endOfWords(content, endOfTime + 1);
                String id = content.substring(endOfTime + 1, endOfId);
                session = id.length() <= LONGEST_VALUE ? Optional.of(id) : Optional.empty();
                wholeTail = time.isPresent() && endOfId == content.length() && isHexadecimal(id);
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

    /** Whether the words, lower case letters and blanks, stand there in any case. */
    private boolean isAt(int at, String words) {
        if (at < 0 || at + words.length() > characters.length) {
            return false;
        }
        for (int i = 0; i < words.length(); i++) {
            if ((characters[at + i] | CASE_BIT) != words.charAt(i)) {
                return false;
            }
        }
        return true;
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

    private Optional<String> bounded(String value) {
        return value.isEmpty() || value.length() > LONGEST_VALUE ? Optional.empty() : found(value);
    }

    /** An address by its form: digits and dots, or hexadecimal digits and at least two colons. */
    static boolean isAddress(String word) {
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

    private static boolean isHexadecimal(String word) {
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if ((c < '0' || c > '9') && ((c | CASE_BIT) < 'a' || (c | CASE_BIT) > 'f')) {
                return false;
            }
        }
        return true;
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
