package io.sluice.webadmin;

import io.sluice.outbox.WaitingFilter;
import io.sluice.reply.DeferralClass;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;

/** The mail that waits, and why. Part of {@link SluiceRoutes}. */
public class DeferralRoutes extends EndpointRoutes {
    private static final String CLASS = "class";
    private static final String RULE = "rule";
    private static final String DOMAIN = "domain";
    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String DEFERRED = "deferred";
    private static final List<String> CLASSES =
            Arrays.stream(DeferralClass.values()).map(DeferralClass::token).toList();

    private final WaitingReport report;
    private final Explainer explainer;
    private final Clock clock;

    @Inject
    public DeferralRoutes(WaitingReport report, Explainer explainer, Clock clock) {
        this.report = report;
        this.explainer = explainer;
        this.clock = clock;
    }

    @Override
    List<Endpoint> endpoints() {
        Set<String> parameters = Set.of(
                Filters.LANE,
                CLASS,
                RULE,
                DOMAIN,
                Filters.SENDER_DOMAIN,
                Filters.SENDER,
                Filters.RECIPIENT,
                SINCE,
                UNTIL,
                DEFERRED,
                Call.AFTER,
                Call.LIMIT);
        return List.of(
                Endpoint.get(BASE + "/deferrals", parameters, this::page),
                Endpoint.get(BASE + "/explain/{mail}", Set.of(), this::explain));
    }

    private Answer page(Call call) {
        WaitingFilter filter = WaitingFilter.builder()
                .lane(call.text(Filters.LANE))
                .domain(call.text(DOMAIN).map(domain -> domain.toLowerCase(Locale.ROOT)))
                .senderDomain(Filters.senderDomain(call))
                .sender(call.text(Filters.SENDER))
                .recipient(call.text(Filters.RECIPIENT))
                .deferralClass(call.word(CLASS, CLASSES).flatMap(DeferralClass::ofToken))
                .rule(call.text(RULE))
                .since(call.past(SINCE, clock))
                .before(call.past(UNTIL, clock))
                .deferred(call.truth(DEFERRED))
                .build();
        return Answer.json(report.page(filter, call.after(), call.limit()));
    }

    private Answer explain(Call call) {
        Optional<Explanation> explanation = explainer.explain(call.path("mail"));
        return Answer.json(explanation.orElseThrow(
                () -> Refusals.notFound("There is no mail of that name, and no entry of that number, in the outbox")));
    }
}
