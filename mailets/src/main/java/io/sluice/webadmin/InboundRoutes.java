package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** What Exchange Online gets from us as a client. Part of {@link SluiceRoutes}. */
public class InboundRoutes extends EndpointRoutes {
    private final InboundReport report;

    @Inject
    public InboundRoutes(InboundReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(BASE + "/inbound", Set.of(), call -> Answer.json(report.inbound())));
    }
}
