package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** What Exchange Online gets from us as a client. Part of {@link SluiceRoutes}. */
public class InboundRoutes extends EndpointRoutes {
    private static final String DOMAIN = "domain";
    private static final String UNKNOWN_HOOKS = "unknownHooks";

    private final InboundReport report;
    private final InboundCheck check;

    @Inject
    public InboundRoutes(InboundReport report, InboundCheck check) {
        this.report = report;
        this.check = check;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(BASE + "/inbound", Set.of(), call -> Answer.json(report.inbound())),
                Endpoint.get(BASE + "/inbound/{domain}", Set.of(UNKNOWN_HOOKS), this::check));
    }

    private Answer check(Call call) {
        try {
            return check.check(call.path(DOMAIN), call.truth(UNKNOWN_HOOKS).orElse(false))
                    .map(found -> Answer.json(found.json()))
                    .orElseThrow(() -> Refusals.busy("Another check is under way; ask again in some seconds"));
        } catch (IllegalArgumentException e) {
            throw Refusals.badRequest(e.getMessage());
        }
    }
}
