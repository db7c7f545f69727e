package io.sluice.delivery.transport;

import io.sluice.reply.Reply;

/** No session could be had; carries the reply, or the lack of one, that says why. */
final class ConnectFailedException extends Exception {
    private final transient Reply reply;

    ConnectFailedException(Reply reply, Throwable cause) {
        super(reply.text(), cause);
        this.reply = reply;
    }

    Reply reply() {
        return reply;
    }
}
