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

    boolean isMicrosoft(Reply reply, String normalisedText, Optional<Service> service) {
        return service.isPresent()
                || hasMark(normalisedText)
                || hasMark(ReplyFacts.normalised(reply.remote().name()));
    }

    private boolean hasMark(String text) {
        for (String mark : marks) {
            int at = text.indexOf(mark);
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
