package io.sluice.testkit.smtp;

import java.util.Arrays;
import java.util.List;

/** What a receiver does when it has to answer. */
public sealed interface Answer {

    /** Accepts in the usual way. */
    static Answer accept() {
        return new Accept();
    }

    /**
     * Answers with a text and keeps the session open.
     *
     * @param reply code, a space and the text; further lines, without code, after a line feed each.
     */
    static Answer reply(String reply) {
        return Reply.parse(reply, false);
    }

    /**
     * Answers with a text and closes the connection.
     *
     * @param reply as for {@link #reply(String)}.
     */
    static Answer replyAndClose(String reply) {
        return Reply.parse(reply, true);
    }

    /** Closes the connection without an answer. */
    static Answer drop() {
        return new Drop(false);
    }

    /** Resets the connection (TCP RST) without an answer. */
    static Answer reset() {
        return new Drop(true);
    }

    /** Sends bytes as they are, without a line end of its own, and keeps the session open. */
    static Answer raw(byte[] bytes) {
        return new Raw(bytes.clone());
    }

    /** Accepts, so that the mail counts as delivered, but the connection breaks before the client can know. */
    static Answer acceptAndLoseReply() {
        return new LoseReply();
    }

    /** The usual positive answer. */
    record Accept() implements Answer {}

    /**
     * A reply.
     *
     * @param code the reply code.
     * @param lines the texts, at least one, without code.
     * @param close whether the connection is closed afterwards.
     */
    record Reply(int code, List<String> lines, boolean close) implements Answer {

        /** Copies the lines. */
        public Reply {
            lines = List.copyOf(lines);
        }

        boolean positive() {
            return code < 400;
        }

        String text() {
            return code + " " + String.join("\n", lines);
        }

        String wire() {
            StringBuilder wire = new StringBuilder();
            for (int i = 0; i < lines.size(); i++) {
                wire.append(code).append(i + 1 < lines.size() ? '-' : ' ');
                wire.append(lines.get(i)).append("\r\n");
            }
            return wire.toString();
        }

        static Reply parse(String reply, boolean close) {
            if (!hasCode(reply)) {
                throw new IllegalArgumentException(
                        "A reply starts with three digits and a space, but this is: " + reply);
            }
            return new Reply(
                    Integer.parseInt(reply.substring(0, 3)),
                    Arrays.asList(reply.substring(4).split("\n", -1)),
                    close);
        }

        private static boolean hasCode(String reply) {
            return reply.length() >= 4
                    && reply.charAt(3) == ' '
                    && reply.substring(0, 3).chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }

    /**
     * A broken connection.
     *
     * @param reset with TCP RST instead of FIN.
     */
    record Drop(boolean reset) implements Answer {}

    /** Bytes as they are. */
    @SuppressWarnings("ArrayRecordComponent")
    record Raw(byte[] bytes) implements Answer {}

    /** Accepted, but the client does not learn it. */
    record LoseReply() implements Answer {}

    /**
     * Says nothing until released.
     *
     * @param stall the gate that the session waits at.
     */
    record Wait(Stall stall) implements Answer {}
}
