package io.sluice.webadmin;

import io.sluice.outbox.OutboxException;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * One request that WebAdmin answers.
 *
 * @param path as in the OpenAPI document: {@code {name}} stands for a part of the path
 * @param parameters the query parameters it knows; others are refused
 */
record Endpoint(Verb verb, String path, Set<String> parameters, Handler handler) {
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([A-Za-z]+)}");

    Endpoint {
        parameters = Set.copyOf(parameters);
    }

    /** The HTTP method. */
    enum Verb {
        GET,
        POST,
        PUT,
        DELETE
    }

    /** Answers. */
    @FunctionalInterface
    interface Handler {
        Answer answer(Call call) throws Exception;
    }

    static Endpoint get(String path, Set<String> parameters, Handler handler) {
        return new Endpoint(Verb.GET, path, parameters, handler);
    }

    static Endpoint post(String path, Set<String> parameters, Handler handler) {
        return new Endpoint(Verb.POST, path, parameters, handler);
    }

    static Endpoint put(String path, Set<String> parameters, Handler handler) {
        return new Endpoint(Verb.PUT, path, parameters, handler);
    }

    static Endpoint delete(String path, Set<String> parameters, Handler handler) {
        return new Endpoint(Verb.DELETE, path, parameters, handler);
    }

    void define(Service service) {
        String spark = PATH_PARAMETER.matcher(path).replaceAll(":$1");
        switch (verb) {
            case GET -> service.get(spark, this::handle);
            case POST -> service.post(spark, this::handle);
            case PUT -> service.put(spark, this::handle);
            case DELETE -> service.delete(spark, this::handle);
        }
    }

    private Object handle(Request request, Response response) throws Exception {
        response.type(Json.TYPE); // of refusals as well
        requireKnown(request);
        try {
            return handler.answer(new Call(request)).send(response);
        } catch (OutboxException e) {
            throw Refusals.unavailable(e);
        }
    }

    private void requireKnown(Request request) {
        for (String name : request.queryParams()) {
            if (!parameters.contains(name)) {
                throw Refusals.badRequest("Unknown query parameter. "
                        + (parameters.isEmpty() ? "None is known here" : "Known are " + new TreeSet<>(parameters)));
            }
            if (request.queryParamsValues(name).length > 1) {
                throw Refusals.badRequest("Query parameter '" + name + "' is given more than once");
            }
        }
    }
}
