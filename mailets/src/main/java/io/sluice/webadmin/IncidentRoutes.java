package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** Whose fault it is that mail is refused. Part of {@link SluiceRoutes}. */
public class IncidentRoutes extends EndpointRoutes {
    private final IncidentReport report;

    @Inject
    public IncidentRoutes(IncidentReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(BASE + "/incidents", Set.of(), call -> Answer.json(report.all())));
    }
}
