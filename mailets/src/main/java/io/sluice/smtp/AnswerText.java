package io.sluice.smtp;

import java.util.List;
import org.apache.james.protocols.api.Response;

/** What an answer of ours says. */
final class AnswerText {
    private AnswerText() {}

    /** Whether it is a 4xx or 5xx. */
    static boolean isTrouble(Response response) {
        String code = response.getRetCode();
        return code != null && code.length() == 3 && (code.charAt(0) == '4' || code.charAt(0) == '5');
    }

    /** The last line, without the code. */
    static String of(Response response) {
        List<CharSequence> lines = response.getLines();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1).toString();
        String behind = last.startsWith(response.getRetCode()) ? last.substring(3) : last;
        return behind.startsWith("-") ? behind.substring(1) : behind.strip();
    }
}
