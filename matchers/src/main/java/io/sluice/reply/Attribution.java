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
            if (text.contains(mark)) {
                return true;
            }
        }
        return false;
    }
}
