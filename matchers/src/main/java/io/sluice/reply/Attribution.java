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
     * Prepares the question.
     *
     * @param words looks for the marks among other words
     */
    Attributor with(Literals words) {
        return new Attributor(words, words.anyOf(marks));
    }

    /** Asks of replies whether they are Microsoft's. */
    final class Attributor {
        private final Literals words;
        private final Literals.AnyOf anyMark;

        private Attributor(Literals words, Literals.AnyOf anyMark) {
            this.words = words;
            this.anyMark = anyMark;
        }

        /** @param found what of the words occurs in the reply */
        boolean isMicrosoft(Reply reply, Optional<Service> service, Literals.Found found) {
            return service.isPresent()
                    || hasMark(reply.text(), found)
                    || hasMark(reply.remote().name(), words.in(reply.remote().name()));
        }

        private boolean hasMark(String said, Literals.Found found) {
            return found.hasAny(anyMark) && isInbound(ReplyFacts.normalised(said), found);
        }
    }

    private boolean isInbound(String text, Literals.Found found) {
        for (String mark : marks) {
            if (found.has(mark) && isInbound(text, mark)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInbound(String text, String mark) {
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            if (!text.startsWith(OUTBOUND, at - OUTBOUND.length())) {
                return true;
            }
        }
        return false;
    }
}
