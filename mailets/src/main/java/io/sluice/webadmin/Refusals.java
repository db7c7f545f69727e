package io.sluice.webadmin;

import io.sluice.outbox.OutboxException;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.HaltException;

/** Requests that are not done, in James's form. */
final class Refusals {
    private static final Logger LOGGER = LoggerFactory.getLogger(Refusals.class);
    private static final int LONGEST = 1000;

    private Refusals() {}

    /** It is not understood. */
    static HaltException badRequest(String message) {
        return halt(400, ErrorType.INVALID_ARGUMENT, message);
    }

    /** There is no such thing. */
    static HaltException notFound(String message) {
        return halt(404, ErrorType.NOT_FOUND, message);
    }

    /** Things are not as the request says. */
    static HaltException conflict(String message) {
        return halt(409, ErrorType.WRONG_STATE, message);
    }

    /** The outbox fails. */
    static HaltException unavailable(OutboxException cause) {
        LOGGER.warn("A request could not be answered, because the outbox failed", cause);
        return halt(503, ErrorType.SERVER_ERROR, "The outbox cannot be reached: " + cause.getMessage());
    }

    /** There is too much to do at once. */
    static HaltException busy(String message) {
        return halt(503, ErrorType.SERVER_ERROR, message);
    }

    private static HaltException halt(int status, ErrorType type, String message) {
        return ErrorResponder.builder()
                .statusCode(status)
                .type(type)
                .message(message.length() > LONGEST ? message.substring(0, LONGEST) : message)
                .haltError();
    }
}
