package io.sluice.delivery.transport;

import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;

/** What became of one recipient in one transaction. */
public sealed interface RecipientOutcome {
    /**
     * The receiver took responsibility for it: positive reply to the end of data.
     *
     * @param notifies whether the receiver speaks DSN (RFC 3461), and so looks after what the sender wants to be told
     */
    record Accepted(SmtpReply reply, boolean notifies) implements RecipientOutcome {}

    /** It was refused, for now or for good, or the session ended without an answer. */
    record Refused(Reply reply) implements RecipientOutcome {}

    /** The session ended before its turn came, through no reply about it. It may be sent at once elsewhere. */
    record NotTried(Reply cause) implements RecipientOutcome {}
}
