package io.sluice.testkit.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Carries out the answers of a session. Only {@link #cut()} may be called from another thread. */
final class Replier {

    private final SimulatedReceiver receiver;
    private final Socket socket;
    private final Wire wire;
    private final Conversation conversation;
    private final CompletableFuture<Answer> cut = new CompletableFuture<>();

    Replier(SimulatedReceiver receiver, Socket socket, Wire wire, Conversation conversation) {
        this.receiver = receiver;
        this.socket = socket;
        this.wire = wire;
        this.conversation = conversation;
    }

    /**
     * Asks the script and does what it says.
     *
     * @param usual the reply, with line end, when nothing speaks against it.
     * @param onAccept done before the reply is sent, so that the client never knows of an acceptance before the ledger.
     * @return whether it was an acceptance.
     * @throws IOException when the session is over, by script or because the client is gone.
     */
    boolean answer(String usual, Runnable onAccept) throws IOException, InterruptedException {
        Answer answer = receiver.decide(conversation);
        while (answer instanceof Answer.Wait wait) {
            wire.flush();
            answer = wait.stall().pass(cut);
        }
        if (answer instanceof Answer.Reply reply) {
            return say(reply, onAccept);
        } else if (answer instanceof Answer.Drop drop) {
            drop(drop);
        } else if (answer instanceof Answer.Raw raw) {
            noteRefusal(0, new String(raw.bytes(), StandardCharsets.ISO_8859_1));
            wire.write(raw.bytes());
            return false;
        }
        onAccept.run();
        if (answer instanceof Answer.LoseReply) {
            throw new IOException("reply lost by script");
        }
        wire.write(usual);
        return true;
    }

    private boolean say(Answer.Reply reply, Runnable onAccept) throws IOException {
        if (reply.positive()) {
            onAccept.run();
        } else {
            noteRefusal(reply.code(), reply.text());
        }
        wire.write(reply.wire());
        if (reply.close()) {
            wire.flush();
            throw new IOException("closed by script");
        }
        return reply.positive();
    }

    private void drop(Answer.Drop drop) throws IOException {
        noteRefusal(0, "");
        if (drop.reset()) {
            socket.setSoLinger(true, 0);
        } else {
            wire.flush();
        }
        throw new IOException("dropped by script");
    }

    /** Refuses what is no command at this point, whatever the script says. */
    void refuse(String reply) throws IOException {
        say(Answer.Reply.parse(reply, false), () -> {});
    }

    private void noteRefusal(int code, String reply) {
        receiver.ledger()
                .refuse(new Refusal(
                        conversation.stage(),
                        code,
                        reply,
                        conversation.sender(),
                        conversation.recipient(),
                        conversation.session(),
                        receiver.now()));
    }

    /** Ends the session at once, also when it stalls. */
    void cut() {
        cut.complete(Answer.drop());
        close();
    }

    void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
