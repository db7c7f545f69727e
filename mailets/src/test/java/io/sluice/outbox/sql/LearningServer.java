package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;

import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Settlement;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * A process that settles mail n together with the lane state n and the event n, and prints n once that is settled, until
 * it is killed.
 */
final class LearningServer {
    private LearningServer() {}

    static LaneRecord state(long number) {
        return new LaneRecord(LANE, "{\"settled\":" + number + "}", NOW);
    }

    public static void main(String[] arguments) {
        SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(Path.of(arguments[0])), () -> NOW);
        for (long number = 1; ; number++) {
            outbox.store(message("m"), List.of(entry("a@x")));
            long id = outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END).get(0).id();
            LaneEventRecord event = new LaneEventRecord(LANE, NOW, Long.toString(number), "a reply", "", "");
            outbox.settle(new Settlement(
                            id, Set.of("a@x"), List.of(), new LaneChanges(List.of(state(number)), List.of(event))))
                    .join();
            CrashingServer.report(number);
        }
    }
}
