package io.sluice.reply;

/**
 * Text for a log, without mail addresses: {@code <ann@contoso.com>} becomes {@code <*@contoso.com>}. Domains stay, because
 * who reads a log needs to know whose mail it is about. Directory names ({@code /o=.../cn=...}, which Exchange uses as
 * addresses) become {@code *} altogether.
 */
public final class MaskedAddresses {
    private static final char MASK = '*';
    /** What ends a local part that is not quoted (RFC 5322, section 3.2.3, and how replies are written). */
    private static final String DELIMITERS = " <>[](){}\"',;:|\t";

    private final String text;
    private final StringBuilder out = new StringBuilder();
    /** Up to here the text is written. */
    private int written;

    private MaskedAddresses(String text) {
        this.text = text;
    }

    /** The text without addresses. Takes linear time. */
    public static String in(String text) {
        return new MaskedAddresses(text).masked();
    }

    private String masked() {
        for (int at = next(0); at >= 0; at = next(at + 1)) {
            if (text.charAt(at) == '@') {
                int from = localPart(at);
                if (from < at) {
                    out.append(text, written, from).append(MASK);
                    written = at;
                }
            } else if (at >= written) {
                out.append(text, written, at).append(MASK);
                written = endOfWord(at);
            }
        }
        return written == 0 ? text : out.append(text, written, text.length()).toString();
    }

    /** Where the next address may be: at its sign, or at the begin of a directory name. */
    private int next(int from) {
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '@' || (c == '/' && isDirectoryName(at))) {
                return at;
            }
        }
        return -1;
    }

    private boolean isDirectoryName(int at) {
        return text.regionMatches(true, at, "/o=", 0, 3) || text.regionMatches(true, at, "/cn=", 0, 4);
    }

    private int localPart(int sign) {
        boolean quoted = sign > written && text.charAt(sign - 1) == '"';
        int from = quoted ? text.lastIndexOf('"', sign - 2) : -1;
        if (from >= written) {
            return from;
        }
        from = quoted ? sign - 1 : sign;
        while (from > written && DELIMITERS.indexOf(text.charAt(from - 1)) < 0) {
            from--;
        }
        return from;
    }

    private int endOfWord(int from) {
        int end = from;
        while (end < text.length() && " <>[](){}\"',;|\t".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }
}
