package io.sluice.testkit.smtp;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** Counts the open sessions of each address. Sessions older than the limit itself are not counted. */
final class ConnectionLimit implements Behaviour {

    private final int most;
    private final Stage stage;
    private final Function<Conversation, Answer> reply;
    private final Map<String, TreeSet<Long>> open = new HashMap<>();

    ConnectionLimit(int most, Stage stage, Function<Conversation, Answer> reply) {
        this.most = most;
        this.stage = stage;
        this.reply = reply;
    }

    @Override
    public synchronized void opened(Conversation conversation) {
        open.computeIfAbsent(conversation.peer(), peer -> new TreeSet<>()).add(conversation.session());
    }

    @Override
    public synchronized void closed(Conversation conversation) {
        TreeSet<Long> sessions = open.get(conversation.peer());
        if (sessions != null && sessions.remove(conversation.session()) && sessions.isEmpty()) {
            open.remove(conversation.peer());
        }
    }

    @Override
    public synchronized Optional<Answer> answer(Conversation conversation) {
        TreeSet<Long> sessions = open.getOrDefault(conversation.peer(), new TreeSet<>());
        boolean over = conversation.stage() == stage
                && sessions.headSet(conversation.session()).size() >= most;
        return Behaviours.answerIf(over, conversation, reply);
    }
}
