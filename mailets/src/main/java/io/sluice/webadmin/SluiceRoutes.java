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
            LaneRoutes lanes, HeldRoutes held, RuleRoutes rules, ReplyRoutes replies, DocumentRoutes document) {
        this.parts = List.of(lanes, held, rules, replies, document);
    }

    @Override
    List<Endpoint> endpoints() {
        return parts.stream()
                .flatMap(part -> part.endpoints().stream())
                .toList();
    }
}
