package io.sluice.testkit.smtp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The limits that Microsoft's front ends are known to enforce, with the reply as a parameter. */
public final class Limits {

    private Limits() {}

    /**
     * At most so many connections at once from one address. Those over the limit are refused at the stage; the oldest
     * connections are the ones within it.
     *
     * @param most how many.
     * @param stage where the excess is told: {@link Stage#CONNECT} or {@link Stage#MAIL}.
     * @param reply makes the refusal.
     */
    public static Behaviour connections(int most, Stage stage, Function<Conversation, Answer> reply) {
        return new ConnectionLimit(most, stage, reply);
    }

    /**
     * At most so many messages in one connection; told at MAIL.
     *
     * @param most how many.
     * @param reply makes the refusal.
     */
    public static Behaviour messagesPerConnection(int most, Function<Conversation, Answer> reply) {
        return conversation -> Behaviours.answerIf(
                conversation.stage() == Stage.MAIL && conversation.transactions() >= most, conversation, reply);
    }

    /**
     * At most so many recipients in one transaction; told at RCPT.
     *
     * @param most how many.
     * @param reply makes the refusal.
     */
    public static Behaviour recipientsPerTransaction(int most, Function<Conversation, Answer> reply) {
        return conversation -> Behaviours.answerIf(
                conversation.stage() == Stage.RCPT && conversation.recipients().size() >= most, conversation, reply);
    }

    /**
     * All recipients of a transaction must live in the region of the first; told at RCPT.
     *
     * @param regionOf maps a recipient to its region.
     * @param reply makes the refusal.
     */
    public static Behaviour oneRegion(UnaryOperator<String> regionOf, Function<Conversation, Answer> reply) {
        return conversation -> Behaviours.answerIf(
                conversation.stage() == Stage.RCPT
                        && conversation.recipients().stream().limit(1).anyMatch(first -> !regionOf.apply(first)
                                .equals(regionOf.apply(conversation.recipient()))),
                conversation,
                reply);
    }

    /**
     * At most so many messages in a time from one address, as a token bucket that starts full; told at MAIL.
     *
     * @param messages how many in {@code per}, and how many at once.
     * @param per the time in which an empty bucket fills.
     * @param time the clock that fills it.
     * @param reply makes the refusal.
     */
    public static RateLimit rate(int messages, Duration per, InstantSource time, Function<Conversation, Answer> reply) {
        return new RateLimit(messages, per, time, reply);
    }
}
