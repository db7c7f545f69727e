package io.sluice.reply;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What Microsoft puts into a reply besides words. Everything comes from outside: it is printable and bounded as the
 * reply is, and proves nothing about who sent it.
 *
 * @param marks the codes of Microsoft's rules in their order, upper case: {@code S775}, {@code AS(1410)}, {@code RP-001},
 *     {@code ATTR35}, {@code PRX9}, {@code PR(CT1)}; at most {@value #MOST_MARKS}
 * @param agent the name of the filter, such as {@code Protocol Filter Agent}
 * @param agentCode its short name, such as {@code PFA}
 * @param mxId the number that Microsoft's support asks for
 * @param storeDriver what the mailbox store said, such as {@code STOREDRV.Deliver}
 * @param frontEnd the host that wrote the reply
 * @param time when it wrote it
 * @param session its number for the session
 * @param address the IP address that the reply names, usually ours
 * @param domain the domain that the reply names
 */
public record ReplyParts(
        List<String> marks,
        Optional<String> agent,
        Optional<String> agentCode,
        Optional<String> mxId,
        Optional<String> storeDriver,
        Optional<FrontEnd> frontEnd,
        Optional<Instant> time,
        Optional<String> session,
        Optional<String> address,
        Optional<String> domain) {
    /** More marks are not read from one reply. */
    public static final int MOST_MARKS = 8;

    /** The parts of a reply that has none. */
    public static final ReplyParts NONE = new ReplyParts(
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public ReplyParts {
        marks = List.copyOf(marks);
    }

    /**
     * Reads the parts of a reply; what is not there is empty, as is all of a missing reply. Never throws, and takes time linear in the length of the
     * reply, which is bounded.
     */
    public static ReplyParts of(Reply reply) {
        return reply instanceof NoReply ? NONE : new ReplyPartsReader(reply.text()).read();
    }
}
