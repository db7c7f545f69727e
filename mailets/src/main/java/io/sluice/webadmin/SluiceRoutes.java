package io.sluice.webadmin;

import java.util.List;
import javax.inject.Inject;

/**
 * Everything that Sluice answers in WebAdmin. Named in {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.SluiceRoutes</pre>
 */
public class SluiceRoutes extends EndpointRoutes {
    private final List<EndpointRoutes> parts;

    @Inject
    public SluiceRoutes(
            LaneRoutes lanes,
            DeferralRoutes deferrals,
            HistoryRoutes history,
            HeldRoutes held,
            RuleRoutes rules,
            ReplyRoutes replies,
            ClassifyRoutes classify,
            ConfigurationRoutes configuration,
            DocumentRoutes document) {
        this.parts = List.of(lanes, deferrals, history, held, rules, replies, classify, configuration, document);
    }

    @Override
    List<Endpoint> endpoints() {
        return parts.stream().flatMap(part -> part.endpoints().stream()).toList();
    }
}
