package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** The deferral pressure on lanes and sender domains. Part of {@link SluiceRoutes}. */
public class PressureRoutes extends EndpointRoutes {
    private static final int LONGEST_LANE = 300;

    private final PressureReport report;

    @Inject
    public PressureRoutes(PressureReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(BASE + "/pressure", Set.of(Filters.LANE), this::pressure));
    }

    private Answer pressure(Call call) {
        return Answer.json(
                call.text(Filters.LANE, LONGEST_LANE).map(report::lane).orElseGet(report::lanes));
    }
}
