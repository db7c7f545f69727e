package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** Lanes: what they do. Part of {@link SluiceRoutes}. */
public class LaneRoutes extends EndpointRoutes {
    private final LaneReport report;

    @Inject
    public LaneRoutes(LaneReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(BASE + "/lanes", Set.of(), call -> Answer.json(report.lanes())));
    }
}
