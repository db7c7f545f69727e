package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;

/**
 * What happens to a sender.
 *
 * @param expected what should be concluded, each of them; none for a quiet day
 * @param allowed what may be concluded besides without being wrong
 * @param incident whether Microsoft has one
 * @param faults made anew for each run
 * @param volume how many times the usual mail comes in from the fault on
 * @param open who cannot tell it from its counterpart
 * @param heldOut whether it was written before the constants were tuned and run only after
 */
public record Story(
        String name,
        String description,
        Set<Kind> expected,
        Set<Kind> allowed,
        boolean incident,
        BiFunction<Size, RandomGenerator, List<Fault>> faults,
        double volume,
        boolean heldOut,
        Open open) {
    /** For whom it is an answer, too, that it is unclear whose fault it is. */
    public enum Open {
        NOBODY,
        ONE_ADDRESS,
        EVERYBODY
    }

    public Story {
        expected = copy(expected);
        allowed = copy(allowed);
    }

    private static Set<Kind> copy(Collection<Kind> kinds) {
        EnumSet<Kind> all = EnumSet.noneOf(Kind.class);
        all.addAll(kinds);
        return all;
    }

    static Story of(String name, String description, BiFunction<Size, RandomGenerator, List<Fault>> faults) {
        return new Story(name, description, Set.of(), Set.of(), false, faults, 1, false, Open.NOBODY);
    }

    Story expecting(Kind... kinds) {
        Set<Kind> all = Set.of(kinds);
        return new Story(name, description, all, allowed, all.contains(Kind.INCIDENT), faults, volume, heldOut, open);
    }

    Story allowing(Kind... kinds) {
        return new Story(name, description, expected, Set.of(kinds), incident, faults, volume, heldOut, open);
    }

    /** Microsoft has one, although another conclusion is right, too. */
    Story isAnIncident() {
        return new Story(name, description, expected, allowed, true, faults, volume, heldOut, open);
    }

    Story volume(double times) {
        return new Story(name, description, expected, allowed, incident, faults, times, heldOut, open);
    }

    /** A sender with one address has nothing to compare it with: that it is unclear is right, too. */
    Story openWithOneAddress() {
        return leftOpen(Open.ONE_ADDRESS);
    }

    /** Nobody can be sure: that it is unclear is right, too. */
    Story openWithAnyNumber() {
        return leftOpen(Open.EVERYBODY);
    }

    private Story leftOpen(Open forWhom) {
        return new Story(name, description, expected, allowed, incident, faults, volume, heldOut, forWhom);
    }

    boolean mayStayOpen(Size size) {
        return open == Open.EVERYBODY || (open == Open.ONE_ADDRESS && size.sources() == 1);
    }

    Story hold() {
        return new Story(name, description, expected, allowed, incident, faults, volume, true, open);
    }

    @Override
    public String toString() {
        return name;
    }
}
