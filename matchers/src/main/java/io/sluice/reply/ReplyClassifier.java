package io.sluice.reply;

import java.util.Optional;

/**
 * Understands replies. Implementations are safe for use by several threads, do no I/O, never throw on any input,
 * and take time linear in the length of the (bounded) reply.
 */
public interface ReplyClassifier {
    /**
     * The verdict on a negative or missing reply.
     *
     * @param reply what was answered, or not
     * @param service the Microsoft service that was spoken to; empty when the destination is not Microsoft's
     */
    Verdict classify(Reply reply, Optional<Service> service);
}
