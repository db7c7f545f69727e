package io.sluice.webadmin;

import java.util.Optional;
import spark.Response;

/**
 * What is answered.
 *
 * @param location where to go on; a header
 * @param body the text that is sent
 */
record Answer(int status, String type, Optional<String> location, String body) {
    private static final int OK = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    /** This as JSON. */
    static Answer json(Object value) {
        return new Answer(OK, Json.TYPE, Optional.empty(), Json.write(value));
    }

    /** Done; there is nothing to say. */
    static Answer done() {
        return new Answer(NO_CONTENT, Json.TYPE, Optional.empty(), "");
    }

    /** Work that has begun, and where it can be watched. */
    static Answer begun(String location, Object value) {
        return new Answer(CREATED, Json.TYPE, Optional.of(location), Json.write(value));
    }

    /** A text as it is. */
    static Answer text(String type, String text) {
        return new Answer(OK, type, Optional.empty(), text);
    }

    String send(Response response) {
        response.status(status);
        response.type(type);
        location.ifPresent(where -> response.header("Location", where));
        return body;
    }
}
