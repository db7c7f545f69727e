package io.sluice.testkit.smtp;

import java.util.Optional;
import java.util.function.Function;

final class Behaviours {

    private Behaviours() {}

    static Optional<Answer> answerIf(boolean applies, Conversation conversation, Function<Conversation, Answer> reply) {
        return applies ? Optional.of(reply.apply(conversation)) : Optional.empty();
    }
}
