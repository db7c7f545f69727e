package io.sluice.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.rules.LiveRules;
import io.sluice.rules.RulesState;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * The rules by which replies are read: {@code GET /microsoft/rules}, {@code GET /microsoft/rules/ID}, and
 * {@code POST /microsoft/rules?action=reload}, which reads the user's file again. Named in
 * {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.RuleRoutes</pre>
 */
public class RuleRoutes implements Routes {
    private static final String BASE = "/microsoft/rules";
    private static final String ID = ":id";
    private static final String ACTION = "action";
    private static final String RELOAD = "reload";
    private static final String JSON = "application/json";

    private final LiveRules rules;
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Inject
    public RuleRoutes(LiveRules rules) {
        this.rules = rules;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, (request, response) -> answer(response, RuleReport.Rules.of(rules.state())));
        service.get(BASE + "/" + ID, this::rule);
        service.post(BASE, this::act);
    }

    private String rule(Request request, Response response) throws JsonProcessingException {
        String id = request.params(ID);
        RuleReport.Line line = rules.state()
                .catalogue()
                .rule(id)
                .map(RuleReport.Line::of)
                .orElseThrow(() -> halt(response, 404, ErrorType.NOT_FOUND, "There is no rule " + id));
        return answer(response, line);
    }

    private String act(Request request, Response response) throws JsonProcessingException {
        String action = request.queryParams(ACTION);
        if (!RELOAD.equals(action)) {
            throw halt(
                    response,
                    400,
                    ErrorType.INVALID_ARGUMENT,
                    action == null
                            ? "'action' query parameter is compulsory. Supported values are [reload]"
                            : "Invalid value supplied for query parameter 'action': " + action
                                    + ". Supported values are [reload]");
        }
        RulesState state = rules.reload();
        state.fault().ifPresent(fault -> {
            throw halt(response, 400, ErrorType.INVALID_ARGUMENT, fault.message());
        });
        return answer(response, RuleReport.Rules.of(state));
    }

    private String answer(Response response, Object value) throws JsonProcessingException {
        response.type(JSON);
        return json.writeValueAsString(value);
    }

    private static HaltException halt(Response response, int status, ErrorType type, String message) {
        response.type(JSON);
        return ErrorResponder.builder()
                .statusCode(status)
                .type(type)
                .message(message)
                .haltError();
    }
}
