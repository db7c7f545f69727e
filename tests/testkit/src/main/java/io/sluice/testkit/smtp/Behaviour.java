package io.sluice.testkit.smtp;

import java.util.Optional;

/**
 * A reason to answer otherwise than by accepting: a scripted rule or a limit. Called by many sessions at once, so
 * implementations are thread-safe.
 */
@FunctionalInterface
public interface Behaviour {

    /**
     * Asked at every stage of every session until a behaviour answers.
     *
     * @param conversation the session as it stands.
     * @return what to answer, or empty when this behaviour has no opinion.
     */
    Optional<Answer> answer(Conversation conversation);

    /** Told of each new session before {@link Stage#CONNECT} is answered. */
    default void opened(Conversation conversation) {}

    /** Told once when a session has ended, however it ended. */
    default void closed(Conversation conversation) {}
}
