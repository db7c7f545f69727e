package io.sluice.simulation.incident;

import io.sluice.reply.Reply;
import java.util.function.Predicate;

/**
 * Something that goes wrong for a part of the mail.
 *
 * @param from seconds after the quiet hours
 * @param to the same
 * @param whose which mail is concerned
 * @param part how much of it is refused, by the seconds since it began
 * @param replies what it is told, by region
 */
@SuppressWarnings("ArrayRecordComponent") // indexed by region, and never compared
record Fault(double from, double to, Predicate<Mail> whose, Part part, Reply[] replies) {
    /** How much is refused. */
    @FunctionalInterface
    interface Part {
        double at(double seconds);
    }

    /** Refuses that part of that mail for a time. */
    static Fault of(double from, double minutes, double part, Reply[] replies, Predicate<Mail> whose) {
        return new Fault(from, from + 60 * minutes, whose, seconds -> part, replies);
    }

    boolean covers(double seconds, Mail mail) {
        return seconds >= from && seconds < to && whose.test(mail);
    }
}
