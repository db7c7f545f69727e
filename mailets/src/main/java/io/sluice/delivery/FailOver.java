package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.Move;
import io.sluice.outbox.Outbox;
import io.sluice.reply.Scope;
import io.sluice.route.PathChooser;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves some mail from a lane that is left to other paths, the most urgent first: as much as they will take soon, so that
 * the rest stays free to take another way. For one run on one thread.
 */
final class FailOver {
    private static final Logger LOGGER = LoggerFactory.getLogger(FailOver.class);

    /** Entries that one transaction moves at most. */
    private static final int BATCH = 500;

    /** A lane has mail for so long, beside what it had. */
    private static final int SECONDS_AHEAD = 30;

    private static final int LEAST_AHEAD = 20;

    /** What these are about stays behind with the path. */
    private static final Set<Scope> OF_THE_PATH = EnumSet.of(Scope.SOURCE, Scope.SERVICE, Scope.CONNECTION);

    private final String route;
    private final List<EgressPath> paths;
    private final int from;
    private final LaneId left;
    private final PathChooser chooser;
    private final Outbox outbox;
    private final Instant now;
    private final Map<LaneId, Integer> room = new HashMap<>();
    private final Map<LaneId, Integer> moved = new HashMap<>();

    FailOver(
            String route,
            List<EgressPath> paths,
            int from,
            LaneId left,
            PathChooser chooser,
            Outbox outbox,
            InstantSource clock) {
        this.route = route;
        this.paths = paths;
        this.from = from;
        this.left = left;
        this.chooser = chooser;
        this.outbox = outbox;
        this.now = clock.instant();
    }

    void run() {
        String outgoing = paths.get(from).outgoing();
        List<Move> moves = new ArrayList<>();
        List<Entry> entries = outbox.routed(outgoing, left.toString(), route, BATCH);
        Map<EgressPath, Instant> expiries = new HashMap<>();
        for (Entry entry : entries) {
            OptionalInt to = target(entry);
            if (to.isPresent()) {
                EgressPath path = paths.get(to.getAsInt());
                LaneId lane = path.laneTo(entry.domain());
                moves.add(new Move(
                        entry.id(), path.outgoing(), lane.toString(), path.tenantOf(entry.domain()), due(entry)));
                room.merge(lane, -1, Integer::sum);
                moved.merge(lane, 1, Integer::sum);
                expiries.merge(path, entry.expires(), (a, b) -> a.isBefore(b) ? a : b);
            }
        }
        if (!moves.isEmpty()) {
            int count = outbox.move(outgoing, left.toString(), moves);
            expiries.forEach((path, expiry) -> path.received(expiry, moved.keySet()));
            LOGGER.info("Route {}: {} entries take {} instead of lane {}", route, count, moved.keySet(), left);
        }
    }

    private OptionalInt target(Entry entry) {
        List<LaneId> lanes =
                paths.stream().map(path -> path.laneTo(entry.domain())).toList();
        OptionalInt to = chooser.instead(lanes, from);
        return to.isPresent() && room(paths.get(to.getAsInt()), lanes.get(to.getAsInt())) > 0
                ? to
                : OptionalInt.empty();
    }

    private int room(EgressPath path, LaneId lane) {
        return room.computeIfAbsent(lane, id -> {
            int ahead = (int) Math.min(BATCH, Math.max(LEAST_AHEAD, path.rateOf(id) * SECONDS_AHEAD));
            return ahead - outbox.ready(path.outgoing(), id.toString(), now, ahead);
        });
    }

    /** What it waits for besides its path, it waits for on the other one, too. */
    private Instant due(Entry entry) {
        boolean ofThePath = entry.lastDeferral()
                .map(Deferral::scope)
                .map(OF_THE_PATH::contains)
                .orElse(true);
        return ofThePath && entry.due().isAfter(now) ? now : entry.due();
    }
}
