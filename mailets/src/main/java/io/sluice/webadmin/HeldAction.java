package io.sluice.webadmin;

import io.sluice.outbox.HeldChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is to be done to held mail. */
sealed interface HeldAction {
    String PARAMETER = "action";
    String UNTIL = "until";
    String TEXT = "text";
    Set<String> PARAMETERS = Set.of(PARAMETER, UNTIL, TEXT);

    String RELEASE = "release";
    String RESCHEDULE = "reschedule";
    String BOUNCE = "bounce";
    String DELETE = "delete";

    /** In requests and tasks. */
    String name();

    /** Something that the outbox does by itself. */
    record Change(String name, HeldChange change) implements HeldAction {}

    /**
     * Gives it back to its sender.
     *
     * @param text why
     */
    record Bounce(String text) implements HeldAction {
        @Override
        public String name() {
            return BOUNCE;
        }
    }

    static HeldAction release() {
        return new Change(RELEASE, new HeldChange.Release());
    }

    static HeldAction reschedule(Optional<Instant> until) {
        return new Change(RESCHEDULE, new HeldChange.Reschedule(until));
    }

    static HeldAction delete() {
        return new Change(DELETE, new HeldChange.Delete());
    }

    /** What the request asks for. */
    static HeldAction of(Call call, Clock clock) {
        String name = call.requiredWord(PARAMETER, List.of(RELEASE, RESCHEDULE, BOUNCE, DELETE));
        refuseOthers(call, name, UNTIL, RESCHEDULE);
        refuseOthers(call, name, TEXT, BOUNCE);
        return switch (name) {
            case RELEASE -> release();
            case RESCHEDULE -> reschedule(until(call, clock));
            case BOUNCE -> new Bounce(call.text(TEXT, LONGEST_TEXT).orElse(""));
            default -> delete();
        };
    }

    int LONGEST_TEXT = 200;
    String NEVER = "never";
    Duration FARTHEST = Duration.ofDays(3650);

    private static Optional<Instant> until(Call call, Clock clock) {
        Optional<String> given = call.text(UNTIL);
        if (given.isEmpty()) {
            throw Refusals.badRequest("'" + UNTIL + "' query parameter is compulsory for " + RESCHEDULE + ": a time, a"
                    + " duration, or " + NEVER);
        }
        return given.get().equals(NEVER) ? Optional.empty() : call.future(UNTIL, clock, FARTHEST);
    }

    private static void refuseOthers(Call call, String name, String parameter, String owner) {
        if (!name.equals(owner) && call.text(parameter).isPresent()) {
            throw Refusals.badRequest("'" + parameter + "' belongs to the action " + owner);
        }
    }
}
