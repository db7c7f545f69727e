package io.sluice.webadmin;

import java.util.List;
import org.apache.james.webadmin.Routes;
import spark.Service;

/** Routes that are a list of endpoints. James asks for authentication for everything below the base path. */
abstract class EndpointRoutes implements Routes {
    static final String BASE = "/microsoft";

    /** What is answered. */
    abstract List<Endpoint> endpoints();

    @Override
    public final String getBasePath() {
        return BASE;
    }

    @Override
    public final void define(Service service) {
        endpoints().forEach(endpoint -> endpoint.define(service));
    }
}
