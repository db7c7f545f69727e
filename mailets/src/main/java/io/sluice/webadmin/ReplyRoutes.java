package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** The replies that no rule knew: shown, and forgotten. Part of {@link SluiceRoutes}. */
public class ReplyRoutes extends EndpointRoutes {
    private static final String UNKNOWN = BASE + "/replies/unknown";

    private final UnknownReplyReport report;

    @Inject
    public ReplyRoutes(UnknownReplyReport report) {
        this.report = report;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(UNKNOWN, Set.of(), call -> Answer.json(report.replies())),
                Endpoint.delete(UNKNOWN, Set.of(), call -> {
                    report.clear();
                    return Answer.done();
                }));
    }
}
