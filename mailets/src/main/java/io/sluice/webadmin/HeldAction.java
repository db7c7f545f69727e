package io.sluice.webadmin;

import io.sluice.outbox.HeldChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is to be done to held mail.
 *
 * @param name in requests and tasks
 * @param until of a reschedule: when the hold ends; empty for not before a release
 * @param text of a bounce: why, for the sender
 */
record HeldAction(String name, Optional<Instant> until, Optional<String> text) {
    static final String BOUNCE = "bounce";
    static final Set<String> PARAMETERS = Set.of("action", "until", "text");

    private static final String PARAMETER = "action";
    private static final String UNTIL = "until";
    private static final String TEXT = "text";
    private static final String RELEASE = "release";
    private static final String RESCHEDULE = "reschedule";
    private static final String DELETE = "delete";
    private static final String NEVER = "never";
    private static final int LONGEST_TEXT = 200;
    private static final Duration FARTHEST = Duration.ofDays(3650);

    /** What the request asks for. */
    static HeldAction of(Call call, Clock clock) {
        String name = call.requiredWord(PARAMETER, List.of(RELEASE, RESCHEDULE, BOUNCE, DELETE));
        refuseUnless(call, name, UNTIL, RESCHEDULE);
        refuseUnless(call, name, TEXT, BOUNCE);
        Optional<Instant> until = name.equals(RESCHEDULE) ? until(call, clock) : Optional.empty();
        return new HeldAction(name, until, call.text(TEXT, LONGEST_TEXT));
    }

    private static Optional<Instant> until(Call call, Clock clock) {
        Optional<String> given = call.text(UNTIL);
        if (given.isEmpty()) {
            throw Refusals.badRequest("'" + UNTIL + "' query parameter is compulsory for " + RESCHEDULE + ": a time, a"
                    + " duration, or " + NEVER);
        }
        return given.get().equals(NEVER) ? Optional.empty() : call.future(UNTIL, clock, FARTHEST);
    }

    private static void refuseUnless(Call call, String name, String parameter, String owner) {
        if (!name.equals(owner) && call.text(parameter).isPresent()) {
            throw Refusals.badRequest("'" + parameter + "' belongs to the action " + owner);
        }
    }

    /** What the outbox does for it; empty for a bounce, which James has a part in. */
    Optional<HeldChange> change() {
        return switch (name) {
            case RELEASE -> Optional.of(new HeldChange.Release());
            case RESCHEDULE -> Optional.of(new HeldChange.Reschedule(until));
            case DELETE -> Optional.of(new HeldChange.Delete());
            case BOUNCE -> Optional.empty();
            default -> throw new IllegalStateException("There is no action " + name);
        };
    }
}
