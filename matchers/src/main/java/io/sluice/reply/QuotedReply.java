package io.sluice.reply;

import java.util.List;
import java.util.Optional;

/**
 * A reply that another one quotes: what a gateway passes on, or what Exchange Online reports of the next server, as in
 * {@code host mx.example.org said: 451 4.7.500 Server busy} or {@code {LED=450 4.4.316 Connection refused}}.
 *
 * @param reply the quoted reply, to the end of the text
 * @param saidByHost whether the text tells that another host said so, so that the rest is only a frame
 */
record QuotedReply(SmtpReply reply, boolean saidByHost) {
    private static final int CODE_LENGTH = 3;
    private static final int LONGEST_ENHANCED = "5.999.999 ".length();
    private static final List<String> HOST_SAID = List.of(" said: ", "<<< ");
    /** What stands before a quoted reply that has no enhanced code. */
    private static final List<String> INTRODUCTIONS =
            List.of(" said: ", "<<< ", "-> ", "with: \"", "led=", "message=", "]: ", "(", "error: ", "smtp; ", "smtp;");

    /** With one of these all introductions end, but for a blank. A quick look, as most numbers are no replies. */
    private static final String LAST_OF_INTRODUCTIONS = ":<>\"=(;";

    /** The first reply that {@code outer} quotes. Takes time linear in the length of the reply. */
    static Optional<QuotedReply> in(SmtpReply outer) {
        return after(CODE_LENGTH + 1, outer.line(), outer.stage(), outer.remote());
    }

    /** The first reply in {@code text} that begins at {@code from} or later. */
    static Optional<QuotedReply> after(int from, String text, SmtpStage stage, RemoteHost remote) {
        int at = from;
        while (at + CODE_LENGTH < text.length()) {
            if (!isDigit(text.charAt(at + CODE_LENGTH - 1))) {
                // No code has anything else in it, so that none begins before what stands there.
                at += CODE_LENGTH;
                continue;
            }
            if (isCode(text, at) && (hasEnhancedCode(text, at) || isIntroduced(text, at, INTRODUCTIONS))) {
                SmtpReply reply = quoted(text.substring(at), stage, remote);
                return Optional.of(new QuotedReply(reply, isIntroduced(text, at, HOST_SAID)));
            }
            at++;
        }
        return Optional.empty();
    }

    /** The text is clean and of one line already. */
    private static SmtpReply quoted(String text, SmtpStage stage, RemoteHost remote) {
        String words = text.substring(CODE_LENGTH + 1).strip();
        return new SmtpReply(
                Integer.parseInt(text.substring(0, CODE_LENGTH)),
                EnhancedStatusCode.leading(words),
                text.substring(0, CODE_LENGTH) + " " + words,
                stage,
                remote,
                Optional.empty());
    }

    /** Whether three digits that stand alone begin here, followed by a blank or, as in replies of many lines, a dash. */
    private static boolean isCode(String text, int at) {
        char first = text.charAt(at);
        char behind = text.charAt(at + CODE_LENGTH);
        return (first == '4' || first == '5')
                && isDigit(text.charAt(at + 1))
                && isDigit(text.charAt(at + 2))
                && (behind == ' ' || behind == '-')
                && (at == 0 || !isPartOfWord(text.charAt(at - 1)));
    }

    private static boolean hasEnhancedCode(String text, int at) {
        int from = at + CODE_LENGTH + 1;
        if (from + 1 >= text.length() || text.charAt(from + 1) != '.') {
            return false;
        }
        String begin = text.substring(from, Math.min(text.length(), from + LONGEST_ENHANCED));
        return EnhancedStatusCode.leading(begin)
                .filter(code -> code.type() != 2)
                .isPresent();
    }

    private static boolean isIntroduced(String text, int at, List<String> introductions) {
        int before = at - 1;
        while (before >= at - 2 && before >= 0 && text.charAt(before) == ' ') {
            before--;
        }
        if (before < 0 || LAST_OF_INTRODUCTIONS.indexOf(text.charAt(before)) < 0) {
            return false;
        }
        for (String words : introductions) {
            if (text.regionMatches(true, at - words.length(), words, 0, words.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPartOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '@' || c == '_' || c == '/';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
