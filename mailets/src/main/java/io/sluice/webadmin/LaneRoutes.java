package io.sluice.webadmin;

import io.sluice.lane.LaneId;
import io.sluice.steer.LaneDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.inject.Inject;

/** Lanes: what they do, what happened to them, and what operators want of them. Part of {@link SluiceRoutes}. */
public class LaneRoutes extends EndpointRoutes {
    private static final String LANES = BASE + "/lanes";
    private static final String ONE = LANES + "/{source}/{destination}";
    private static final String LIMITS = ONE + "/limits";

    private static final String ACTION = "action";
    private static final String UNTIL = "until";
    private static final String REASON = "reason";
    private static final String BEFORE = "before";
    private static final String SUSPEND = "suspend";
    private static final String RESUME = "resume";
    private static final String RESET = "reset";

    private static final int LONGEST_NAME = 300;
    private static final int LONGEST_REASON = 200;
    private static final int LONGEST_BODY = 64 * 1024;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final LaneReport report;
    private final LaneDesk desk;
    private final Clock clock;

    @Inject
    public LaneRoutes(LaneReport report, LaneDesk desk, Clock clock) {
        this.report = report;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(LANES, Set.of(), call -> Answer.json(report.lanes())),
                Endpoint.get(ONE, Set.of(), call -> Answer.json(detail(known(call)))),
                Endpoint.post(ONE, Set.of(ACTION, UNTIL, REASON), this::steer),
                Endpoint.get(ONE + "/events", Set.of(BEFORE, Call.LIMIT), this::events),
                Endpoint.get(LIMITS, Set.of(), call -> Answer.json(report.limits(known(call)))),
                Endpoint.put(LIMITS, Set.of(REASON), this::override),
                Endpoint.delete(LIMITS, Set.of(), this::revert));
    }

    private static LaneId lane(Call call) {
        String name = call.path("source") + "/" + call.path("destination");
        if (name.length() > LONGEST_NAME) {
            throw Refusals.notFound("There is no such lane");
        }
        try {
            return LaneId.parse(name);
        } catch (IllegalArgumentException e) {
            throw Refusals.notFound("There is no such lane");
        }
    }

    private LaneId known(Call call) {
        LaneId lane = lane(call);
        if (!report.knows(lane)) {
            throw Refusals.notFound("There is no lane " + lane + " that has mail, or had some since the start");
        }
        return lane;
    }

    private LaneReport.Detail detail(LaneId lane) {
        return report.detail(lane).orElseThrow(() -> Refusals.notFound("There is no lane " + lane));
    }

    private Answer steer(Call call) {
        String action = call.requiredWord(ACTION, List.of(SUSPEND, RESUME, RESET));
        Optional<Instant> until = call.future(UNTIL, clock, LONGEST);
        if (until.isPresent() && !action.equals(SUSPEND)) {
            throw Refusals.badRequest("'" + UNTIL + "' belongs to the action " + SUSPEND);
        }
        String reason = reason(call);
        LaneId lane = known(call);
        switch (action) {
            case SUSPEND -> desk.suspend(lane, until, reason);
            case RESUME -> desk.resume(lane, reason);
            default -> desk.reset(lane, reason);
        }
        return Answer.json(detail(lane));
    }

    private static String reason(Call call) {
        return call.text(REASON, LONGEST_REASON).orElse("");
    }

    private Answer events(Call call) {
        long before = call.whole(BEFORE, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        return Answer.json(report.events(lane(call), call.limit(), before));
    }

    private Answer override(Call call) {
        String reason = reason(call);
        Map<?, ?> body = Json.read(call.body(LONGEST_BODY), Map.class);
        Map<String, String> values = new TreeMap<>();
        body.forEach((name, value) -> {
            if (!(value instanceof String text)) {
                throw Refusals.badRequest("Each limit must be a text, such as \"10/min\" or \"2\"");
            }
            values.put(String.valueOf(name), text);
        });
        if (values.isEmpty()) {
            throw Refusals.badRequest("The body names no limit; DELETE ends an override");
        }
        LaneId lane = known(call);
        try {
            desk.override(lane, values, reason);
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(e.getMessage());
        }
        return Answer.json(report.limits(lane));
    }

    private Answer revert(Call call) {
        LaneId lane = known(call);
        desk.revert(lane, "");
        return Answer.json(report.limits(lane));
    }
}
