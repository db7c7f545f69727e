package io.sluice.webadmin;

import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** The configuration file: how it stands, and read again. Part of {@link SluiceRoutes}. */
public class ConfigurationRoutes extends EndpointRoutes {
    private static final String CONFIGURATION = BASE + "/configuration";
    private static final String ACTION = "action";

    private final ConfigurationDesk desk;

    @Inject
    public ConfigurationRoutes(ConfigurationDesk desk) {
        this.desk = desk;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(CONFIGURATION, Set.of(), call -> Answer.json(desk.state())),
                Endpoint.post(CONFIGURATION, Set.of(ACTION), this::reload));
    }

    private Answer reload(Call call) {
        call.requiredWord(ACTION, List.of("reload"));
        ConfigurationDesk.State state = desk.reload();
        state.fault().ifPresent(fault -> {
            throw Refusals.badRequest(fault);
        });
        return Answer.json(state);
    }
}
