package io.sluice.reply;

import java.util.List;
import java.util.Optional;

/**
 * Tells whether a reply is Microsoft's: by the service that was spoken to, by the name of the host, or by the mark that
 * Microsoft leaves at the end of its replies.
 *
 * @param marks parts of host names or of replies, lower case
 */
record Attribution(List<String> marks) {
    /** Others name the hosts that Exchange Online sends from, when they refuse its mail. */
    private static final String OUTBOUND = ".outbound";

    Attribution {
        marks = List.copyOf(marks);
    }

    /**
     * @param words looks for the marks among other words
     * @param text the reply in lower case
     * @param found what of the words occurs in it
     */
    boolean isMicrosoft(Reply reply, Optional<Service> service, Literals words, String text, Literals.Found found) {
        if (service.isPresent() || hasMark(text, found)) {
            return true;
        }
        String host = ReplyFacts.normalised(reply.remote().name());
        return hasMark(host, words.in(host));
    }

    private boolean hasMark(String text, Literals.Found found) {
        for (String mark : marks) {
            int at = found.has(mark) ? text.indexOf(mark) : -1;
            while (at >= 0) {
                if (!text.startsWith(OUTBOUND, at - OUTBOUND.length())) {
                    return true;
                }
                at = text.indexOf(mark, at + mark.length());
            }
        }
        return false;
    }
}
