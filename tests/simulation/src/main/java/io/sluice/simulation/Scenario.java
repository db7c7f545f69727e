package io.sluice.simulation;

import io.sluice.reply.Service;
import io.sluice.simulation.receiver.Receiver;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A receiver, what it is sent, and when to look.
 *
 * @param name one word, for tables
 * @param description a sentence that says what the receiver does and what comes in
 * @param duration of the run, in nanoseconds
 * @param service which Microsoft service the receiver is
 * @param receiver makes the receiver, by seed
 * @param load what comes in
 * @param marks times from which recovery is measured
 * @param window over which rates are measured, in nanoseconds
 * @param steadyFrom begin of the time whose oscillation is measured; it ends with the run
 * @param saturated whether more comes in than the receiver takes, so that delays say nothing about the sender
 */
public record Scenario(
        String name,
        String description,
        long duration,
        Service service,
        LongFunction<Receiver> receiver,
        Load load,
        List<Mark> marks,
        long window,
        long steadyFrom,
        boolean saturated) {
    /**
     * A time from which recovery is measured.
     *
     * @param name what happens: {@code start}, {@code penalty over}, ...
     * @param time in nanoseconds
     */
    public record Mark(String name, long time) {}

    @Override
    public String toString() {
        return name;
    }

    public Scenario {
        marks = List.copyOf(marks);
    }

    /** Begins a scenario: its rates are measured over a minute, and its second half is steady. */
    public static Scenario of(String name, long duration, Service service, LongFunction<Receiver> receiver, Load load) {
        return new Scenario(
                name,
                "",
                duration,
                service,
                receiver,
                load,
                List.of(new Mark("start", 0)),
                Nanos.MINUTE,
                duration / 2,
                true);
    }

    public Scenario describedAs(String text) {
        return new Scenario(name, text, duration, service, receiver, load, marks, window, steadyFrom, saturated);
    }

    public Scenario marks(Mark... all) {
        return new Scenario(
                name, description, duration, service, receiver, load, List.of(all), window, steadyFrom, saturated);
    }

    public Scenario window(long nanos) {
        return new Scenario(name, description, duration, service, receiver, load, marks, nanos, steadyFrom, saturated);
    }

    public Scenario steadyFrom(long time) {
        return new Scenario(name, description, duration, service, receiver, load, marks, window, time, saturated);
    }

    /** Less comes in than the receiver takes, on average. */
    public Scenario drains() {
        return new Scenario(name, description, duration, service, receiver, load, marks, window, steadyFrom, false);
    }
}
