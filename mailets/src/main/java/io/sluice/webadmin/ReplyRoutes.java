package io.sluice.webadmin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import spark.Service;

/**
 * {@code GET /microsoft/replies/unknown}: redacted samples of the replies that no rule knew; {@code DELETE} forgets
 * them. Named in {@code conf/webadmin.properties}, after a comma where there are others:
 *
 * <pre>extensions.routes=io.sluice.webadmin.ReplyRoutes</pre>
 */
public class ReplyRoutes implements Routes {
    private static final String BASE = "/microsoft/replies";
    private static final String UNKNOWN = BASE + "/unknown";

    private static final int NO_CONTENT = 204;

    private final UnknownReplyReport report;
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Inject
    public ReplyRoutes(UnknownReplyReport report) {
        this.report = report;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(UNKNOWN, (request, response) -> {
            response.type("application/json");
            return json.writeValueAsString(report.replies());
        });
        service.delete(UNKNOWN, (request, response) -> {
            report.clear();
            response.status(NO_CONTENT);
            return "";
        });
    }
}
