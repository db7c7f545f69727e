package io.sluice.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.history.DeferralRecord;
import io.sluice.history.Levels;
import io.sluice.history.Point;
import io.sluice.history.StoredDeferral;
import io.sluice.history.Tally;
import io.sluice.reply.DeferralClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** What WebAdmin tells about what happened. */
final class HistoryReport {
    private static final double HALF = 0.5;
    private static final double NEARLY_ALL = 0.95;

    private HistoryReport() {}

    /**
     * Some steps.
     *
     * @param stepSeconds how long each is
     */
    record Series(double stepSeconds, List<Step> steps) {
        static Series of(Duration step, List<Point> points) {
            return new Series(
                    step.toMillis() / 1000.0, points.stream().map(Step::of).toList());
        }
    }

    /**
     * What happened in a step.
     *
     * @param deferred refusals after which the mail waits, by class
     * @param failed refusals after which it does not, by class
     * @param regions refusals by the region of Microsoft's service that answered
     * @param acceptSecondsHalf within which half of the accepted recipients' mail was accepted
     * @param acceptSecondsMost within which 95 % of it was
     * @param levels how it stood at the end; empty when nobody looked
     */
    record Step(
            Instant start,
            long attempts,
            long accepted,
            Map<String, Long> deferred,
            Map<String, Long> failed,
            long expired,
            Map<String, Long> regions,
            Optional<Double> acceptSecondsHalf,
            Optional<Double> acceptSecondsMost,
            Optional<LevelsLine> levels) {
        static Step of(Point point) {
            Tally tally = point.tally();
            return new Step(
                    point.start(),
                    tally.attempts(),
                    tally.accepted(),
                    byToken(tally.deferred()),
                    byToken(tally.failed()),
                    tally.expired(),
                    new TreeMap<>(tally.regions()),
                    tally.toAccept().quantile(HALF).map(HistoryReport::seconds),
                    tally.toAccept().quantile(NEARLY_ALL).map(HistoryReport::seconds),
                    tally.levels().map(LevelsLine::of));
        }
    }

    /** How a lane, or all of them together, stood. */
    record LevelsLine(
            Instant at,
            String condition,
            double ratePerSecond,
            int connections,
            long ready,
            long waiting,
            long held,
            long inFlight,
            Optional<Instant> oldestDue) {
        static LevelsLine of(Levels levels) {
            return new LevelsLine(
                    levels.at(),
                    levels.condition().token(),
                    levels.ratePerSecond(),
                    levels.connections(),
                    levels.ready(),
                    levels.waiting(),
                    levels.held(),
                    levels.inFlight(),
                    levels.oldestDue());
        }
    }

    /**
     * Some refusals, the newest first.
     *
     * @param next the number before which to go on; empty at the end
     */
    record LogPage(List<LogLine> deferrals, OptionalLong next) {
        static LogPage of(List<StoredDeferral> found, int max) {
            return new LogPage(
                    found.stream().map(LogLine::of).toList(),
                    found.size() == max ? OptionalLong.of(found.get(max - 1).number()) : OptionalLong.empty());
        }
    }

    /** A refusal of one recipient. The reply came from outside; its addresses are masked. */
    record LogLine(
            long number,
            Instant time,
            String outcome,
            long entry,
            String lane,
            String domain,
            String tenant,
            String senderDomain,
            @JsonProperty("class") String deferralClass,
            String rule,
            String reply,
            String stage,
            String host,
            String ip,
            String region,
            String mxId) {
        static LogLine of(StoredDeferral stored) {
            DeferralRecord record = stored.deferral();
            return new LogLine(
                    stored.number(),
                    record.time(),
                    record.outcome().token(),
                    record.entry(),
                    record.lane(),
                    record.domain(),
                    record.tenant(),
                    record.sender(),
                    record.deferralClass().token(),
                    record.rule(),
                    record.reply(),
                    record.stage(),
                    record.host(),
                    record.ip(),
                    record.region(),
                    record.mxId());
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    private static Map<String, Long> byToken(Map<DeferralClass, Long> counts) {
        Map<String, Long> result = new TreeMap<>();
        counts.forEach((type, count) -> result.put(type.token(), count));
        return result;
    }
}
