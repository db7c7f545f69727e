package io.sluice.webadmin;

import io.sluice.delivery.HeldMail;
import io.sluice.outbox.HeldChange;
import io.sluice.outbox.HeldFilter;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.task.TaskManager;

/** Held mail: shown, and released, rescheduled, bounced or deleted. Part of {@link SluiceRoutes}. */
public class HeldRoutes extends EndpointRoutes {
    private static final String HELD = BASE + "/held";
    private static final String ONE = HELD + "/{entry}";
    private static final String ENTRY = "entry";
    private static final String DRY_RUN = "dryRun";
    private static final String EXPECTED = "expected";

    private final HeldReport report;
    private final HeldMail held;
    private final TaskManager tasks;
    private final Clock clock;

    @Inject
    public HeldRoutes(HeldReport report, HeldMail held, TaskManager tasks, Clock clock) {
        this.report = report;
        this.held = held;
        this.tasks = tasks;
        this.clock = clock;
    }

    /** What a dry run found. */
    record DryRun(String action, long matching, Instant heldBy) {}

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(HELD, and(Filters.HELD, Call.AFTER, Call.LIMIT), this::page),
                Endpoint.post(HELD, and(and(Filters.HELD, DRY_RUN, EXPECTED), HeldAction.PARAMETERS), this::all),
                Endpoint.get(ONE, Set.of(), this::one),
                Endpoint.post(ONE, HeldAction.PARAMETERS, this::change));
    }

    private static Set<String> and(Set<String> some, String... more) {
        return and(some, Set.of(more));
    }

    private static Set<String> and(Set<String> some, Set<String> more) {
        Set<String> all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }

    private Answer page(Call call) {
        return Answer.json(report.page(Filters.held(call, clock), call.after(), call.limit()));
    }

    private Answer one(Call call) {
        return Answer.json(call.pathNumber(ENTRY).flatMap(report::entry).orElseThrow(HeldRoutes::notHeld));
    }

    private Answer all(Call call) {
        HeldAction action = HeldAction.of(call, clock);
        if (!Filters.says(call)) {
            throw Refusals.badRequest(
                    "Without a filter all held mail would be meant; give a part of one, reason=* for all");
        }
        HeldFilter given = Filters.held(call, clock);
        HeldFilter filter = given.heldBy().isPresent()
                ? given
                : given.heldBy(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        boolean dryRun = call.truth(DRY_RUN).orElse(false);
        if (dryRun) {
            return Answer.json(new DryRun(
                    action.name(), report.count(filter), filter.heldBy().orElseThrow()));
        }
        long expected = call.whole(EXPECTED, 0, Long.MAX_VALUE)
                .orElseThrow(() -> Refusals.badRequest("'" + EXPECTED + "' query parameter is compulsory: the number"
                        + " that the same request with " + DRY_RUN + "=true gives"));
        long matching = report.count(filter);
        if (matching != expected) {
            throw Refusals.conflict("There are " + matching + " that match, not " + expected + "; nothing was done");
        }
        String id = tasks.submit(new HeldTask(held, report, action, filter, expected, clock))
                .asString();
        return Answer.begun("/tasks/" + id, Map.of("taskId", id));
    }

    private Answer change(Call call) {
        HeldAction action = HeldAction.of(call, clock);
        long id = call.pathNumber(ENTRY).orElseThrow(HeldRoutes::notHeld);
        Optional<HeldChange> change = action.change();
        if (change.isEmpty()) {
            bounce(id, action.text().orElse(""));
        } else if (!held.change(change.get(), id)) {
            throw notHeld();
        }
        return Answer.done();
    }

    private void bounce(long id, String text) {
        switch (held.bounce(id, text)) {
            case DONE -> {}
            case NOT_HELD -> throw notHeld();
            case NO_MAILET -> throw Refusals.conflict(
                    "The mailet that stored it is not configured any more, so that its bounceProcessor is not known");
            case NOT_TAKEN -> throw Refusals.conflict(
                    "James's spool did not take the bounce; the entry is held on, and the log says why");
        }
    }

    private static RuntimeException notHeld() {
        return Refusals.notFound("There is no held entry of that number");
    }
}
