package io.sluice.webadmin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import spark.Service;

/**
 * {@code GET /microsoft/lanes}: every lane with its state, backlog and counts since the start. Named in
 * {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.LaneRoutes</pre>
 */
public class LaneRoutes implements Routes {
    private static final String BASE = "/microsoft/lanes";

    private final LaneReport report;
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Inject
    public LaneRoutes(LaneReport report) {
        this.report = report;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, (request, response) -> {
            response.type("application/json");
            return json.writeValueAsString(report.lanes());
        });
    }
}
