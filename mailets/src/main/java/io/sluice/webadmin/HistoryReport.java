package io.sluice.webadmin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.history.DeferralFilter;
import io.sluice.history.DeferralRecord;
import io.sluice.history.History;
import io.sluice.history.Levels;
import io.sluice.history.Point;
import io.sluice.history.StoredDeferral;
import io.sluice.history.Tally;
import io.sluice.history.Waits;
import io.sluice.reply.DeferralClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What happened over time, as WebAdmin shows it. Safe for several threads; fails with the store's exceptions. */
public final class HistoryReport {
    private static final double MILLIS = 1000;

    private final History history;
    private final Clock clock;

    public HistoryReport(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    /**
     * A series.
     *
     * @param from begin of the first step
     * @param to end; the last step may go on
     * @param stepSeconds how long each step is
     * @param lane empty: all lanes together
     * @param lanes the lanes that there is something to say of
     * @param total all steps together
     * @param points step by step, without a gap
     */
    public record Series(
            Instant from,
            Instant to,
            long stepSeconds,
            Optional<String> lane,
            List<String> lanes,
            Numbers total,
            List<Step> points) {}

    /**
     * A step of a series.
     *
     * @param start when it began
     * @param numbers what happened in it
     */
    public record Step(Instant start, Numbers numbers) {}

    /**
     * What happened in a time. Units are recipients; attempts are attempts.
     *
     * @param deferred refusals after which the mail waits, by class
     * @param failed refusals after which it does not, by class
     * @param expired recipients whose time was over
     * @param regions refusals by the region of the service that answered, as far as it said so
     * @param timeToAccept from James's 250 to Microsoft's; null when nothing was accepted
     * @param standing how it stood at the end; null when nobody looked
     */
    public record Numbers(
            long attempts,
            long accepted,
            Map<String, Long> deferred,
            Map<String, Long> failed,
            long expired,
            Map<String, Long> regions,
            Optional<TimeToAccept> timeToAccept,
            Optional<Standing> standing) {
        private static Numbers of(Tally tally) {
            return new Numbers(
                    tally.attempts(),
                    tally.accepted(),
                    tokens(tally.deferred()),
                    tokens(tally.failed()),
                    tally.expired(),
                    new TreeMap<>(tally.regions()),
                    TimeToAccept.of(tally.toAccept()),
                    tally.levels().map(Standing::of));
        }

        private static Map<String, Long> tokens(Map<DeferralClass, Long> counts) {
            Map<String, Long> result = new TreeMap<>();
            counts.forEach((type, count) -> result.put(type.token(), count));
            return result;
        }
    }

    /**
     * How long mail took, in seconds.
     *
     * @param p50 half of the mail took less
     * @param p95 nineteen of twenty took less
     * @param count how many recipients
     */
    public record TimeToAccept(double p50, double p95, long count) {
        private static Optional<TimeToAccept> of(Waits waits) {
            return waits.quantile(0.5)
                    .map(median -> new TimeToAccept(
                            seconds(median), seconds(waits.quantile(0.95).orElse(median)), waits.count()));
        }

        private static double seconds(Duration time) {
            return time.toMillis() / MILLIS;
        }
    }

    /**
     * How a lane, or all of them, stood at a moment.
     *
     * @param at when that was
     * @param condition open, throttled, suspended, blocked, outage; of several lanes the worst
     * @param ratePerSecond messages that were allowed
     * @param connections that were allowed at one time
     * @param ready entries that were due
     * @param waiting entries that were due later
     * @param held entries that waited for a release
     * @param inFlight entries that were being sent
     * @param oldestDue when the first of the queue was due
     */
    public record Standing(
            Instant at,
            String condition,
            double ratePerSecond,
            int connections,
            long ready,
            long waiting,
            long held,
            long inFlight,
            Optional<Instant> oldestDue) {
        private static Standing of(Levels levels) {
            return new Standing(
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
     * Refusals, the newest first.
     *
     * @param since from when on refusals are known one by one; null without any
     * @param next where to go on with {@code before}; null when there are no more
     */
    public record Page(Optional<Instant> since, List<Line> deferrals, Optional<Long> next) {}

    /**
     * One refusal of one recipient; has no mail address.
     *
     * @param number later ones have higher numbers
     * @param outcome deferred, or failed
     * @param entry the entry in the outbox; it may have left
     * @param reply in one line, with addresses masked
     */
    public record Line(
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
        private static Line of(StoredDeferral stored) {
            DeferralRecord deferral = stored.deferral();
            return new Line(
                    stored.number(),
                    deferral.time(),
                    deferral.outcome().token(),
                    deferral.entry(),
                    deferral.lane(),
                    deferral.domain(),
                    deferral.tenant(),
                    deferral.sender(),
                    deferral.deferralClass().token(),
                    deferral.rule(),
                    deferral.reply(),
                    deferral.stage(),
                    deferral.host(),
                    deferral.ip(),
                    deferral.region(),
                    deferral.mxId());
        }
    }

    /**
     * What happened step by step.
     *
     * @throws IllegalArgumentException when the step is not allowed, or there are too many
     */
    Series series(Instant from, Optional<Instant> until, Duration step, Optional<String> lane) {
        Instant to = until.orElseGet(clock::instant);
        List<Point> points = history.series(from, to, step, lane);
        Tally total = points.stream().map(Point::tally).reduce(Tally.NONE, Tally::then);
        return new Series(
                points.get(0).start(),
                to,
                step.toSeconds(),
                lane,
                history.lanes(from, to),
                Numbers.of(total),
                points.stream()
                        .map(point -> new Step(point.start(), Numbers.of(point.tally())))
                        .toList());
    }

    /** By sender domain what happened on a lane, in whole hours. */
    Map<String, Numbers> senders(Instant from, Optional<Instant> until, String lane) {
        Map<String, Numbers> result = new TreeMap<>();
        history.senders(from, until.orElseGet(clock::instant), lane)
                .forEach((sender, tally) -> result.put(sender, Numbers.of(tally)));
        return result;
    }

    Page deferrals(DeferralFilter filter, int max, long below) {
        List<Line> lines =
                history.deferrals(filter, max, below).stream().map(Line::of).toList();
        Optional<Long> next = lines.size() < max
                ? Optional.empty()
                : Optional.of(lines.get(lines.size() - 1).number());
        return new Page(history.deferralsSince(), lines, next);
    }
}
