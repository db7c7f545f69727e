package io.sluice.webadmin;

import java.util.List;

/** A part of {@link SluiceRoutes}: a list of endpoints. */
abstract class EndpointRoutes {
    static final String BASE = "/microsoft";

    /** What is answered. */
    abstract List<Endpoint> endpoints();
}
