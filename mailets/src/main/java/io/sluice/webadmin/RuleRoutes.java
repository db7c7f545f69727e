package io.sluice.webadmin;

import io.sluice.rules.LiveRules;
import io.sluice.rules.RulesState;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;

/** The rules by which replies are read: all, one, and read again. Part of {@link SluiceRoutes}. */
public class RuleRoutes extends EndpointRoutes {
    private static final String RULES = BASE + "/rules";
    private static final String ID = "id";
    private static final String ACTION = "action";

    private final LiveRules rules;

    @Inject
    public RuleRoutes(LiveRules rules) {
        this.rules = rules;
    }

    @Override
    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(RULES, Set.of(), call -> Answer.json(RuleReport.Rules.of(rules.state()))),
                Endpoint.get(RULES + "/{id}", Set.of(), this::rule),
                Endpoint.post(RULES, Set.of(ACTION), this::reload));
    }

    private Answer rule(Call call) {
        String id = call.path(ID);
        return Answer.json(rules.state()
                .catalogue()
                .rule(id)
                .map(RuleReport.Line::of)
                .orElseThrow(() -> Refusals.notFound("There is no rule " + id)));
    }

    private Answer reload(Call call) {
        call.requiredWord(ACTION, List.of("reload"));
        RulesState state = rules.reload();
        state.fault().ifPresent(fault -> {
            throw Refusals.badRequest(fault.message());
        });
        return Answer.json(RuleReport.Rules.of(state));
    }
}
