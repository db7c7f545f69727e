package io.sluice.webadmin;

import io.sluice.history.DeferralFilter;
import io.sluice.history.DeferralRecord;
import io.sluice.history.History;
import io.sluice.reply.DeferralClass;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** What happened: step by step, hour by hour, and refusal by refusal. Part of {@link SluiceRoutes}. */
public class HistoryRoutes extends EndpointRoutes {
    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String STEP = "step";
    private static final String OUTCOME = "outcome";
    private static final String CLASS = "class";
    private static final String RULE = "rule";
    private static final String DOMAIN = "domain";
    private static final String TENANT = "tenant";
    private static final String REGION = "region";
    private static final String IP = "ip";
    private static final String ENTRY = "entry";
    private static final String BEFORE = "before";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final List<String> CLASSES =
            Arrays.stream(DeferralClass.values()).map(DeferralClass::token).toList();
    private static final List<String> OUTCOMES = Arrays.stream(DeferralRecord.Outcome.values())
            .map(DeferralRecord.Outcome::token)
            .toList();

    private final History history;
    private final Clock clock;

    @Inject
    public HistoryRoutes(History history, Clock clock) {
        this.history = history;
        this.clock = clock;
    }

    @Override
    List<Endpoint> endpoints() {
        Set<String> log = Set.of(
                SINCE,
                UNTIL,
                OUTCOME,
                Filters.LANE,
                CLASS,
                RULE,
                DOMAIN,
                TENANT,
                Filters.SENDER_DOMAIN,
                REGION,
                IP,
                ENTRY,
                BEFORE,
                Call.LIMIT);
        return List.of(
                Endpoint.get(BASE + "/history", Set.of(SINCE, UNTIL, STEP, Filters.LANE), this::series),
                Endpoint.get(BASE + "/deferrals/hours", Set.of(SINCE, UNTIL, Filters.LANE), this::hours),
                Endpoint.get(BASE + "/deferrals/log", log, this::log));
    }

    private Answer series(Call call) {
        return series(call, call.duration(STEP).orElse(MINUTE));
    }

    private Answer hours(Call call) {
        return series(call, HOUR);
    }

    private Answer series(Call call, Duration step) {
        Instant until = call.past(UNTIL, clock).orElseGet(clock::instant);
        Instant since = call.past(SINCE, clock).orElseGet(() -> until.minus(DAY));
        try {
            return Answer.json(
                    HistoryReport.Series.of(step, history.series(since, until, step, call.text(Filters.LANE, 300))));
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(e.getMessage());
        }
    }

    private Answer log(Call call) {
        DeferralFilter.Builder filter = DeferralFilter.builder();
        call.past(SINCE, clock).ifPresent(filter::from);
        call.past(UNTIL, clock).ifPresent(filter::before);
        call.word(OUTCOME, OUTCOMES).flatMap(DeferralRecord.Outcome::ofToken).ifPresent(filter::outcome);
        call.text(Filters.LANE).ifPresent(filter::lane);
        call.word(CLASS, CLASSES).flatMap(DeferralClass::ofToken).ifPresent(filter::deferralClass);
        call.text(RULE).ifPresent(filter::rule);
        call.text(DOMAIN).ifPresent(filter::domain);
        call.text(TENANT).ifPresent(filter::tenant);
        call.text(Filters.SENDER_DOMAIN).ifPresent(filter::sender);
        call.text(REGION).ifPresent(filter::region);
        call.text(IP).ifPresent(filter::ip);
        call.whole(ENTRY, 1, Long.MAX_VALUE).ifPresent(filter::entry);
        long before = call.whole(BEFORE, 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE);
        int max = call.limit();
        return Answer.json(HistoryReport.LogPage.of(history.deferrals(filter.build(), max, before), max));
    }
}
