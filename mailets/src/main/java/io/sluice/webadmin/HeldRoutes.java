package io.sluice.webadmin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sluice.outbox.HeldFilter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.utils.ErrorResponder;
import org.apache.james.webadmin.utils.ErrorResponder.ErrorType;
import spark.HaltException;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * Held mail: {@code GET /microsoft/held} shows it page by page; {@code POST /microsoft/held?action=release} releases what
 * matches, or with {@code dryRun} only counts it; {@code POST /microsoft/held/ENTRY?action=release} releases one entry.
 * Named in {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.HeldRoutes</pre>
 */
public class HeldRoutes implements Routes {
    private static final String BASE = "/microsoft/held";
    private static final String ENTRY = ":entry";
    private static final String JSON = "application/json";
    private static final int MOST = 1000;
    private static final String DEFAULT_LIMIT = "100";

    private static final String ACTION = "action";
    private static final String RELEASE = "release";
    private static final String DRY_RUN = "dryRun";
    private static final String AFTER = "after";
    private static final String LIMIT = "limit";
    private static final List<String> FILTER = List.of("reason", "lane", "senderDomain");

    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;

    private final HeldReport report;
    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    @Inject
    public HeldRoutes(HeldReport report) {
        this.report = report;
    }

    @Override
    public String getBasePath() {
        return BASE;
    }

    @Override
    public void define(Service service) {
        service.get(BASE, this::page);
        service.post(BASE, this::release);
        service.post(BASE + "/" + ENTRY, this::releaseOne);
    }

    private String page(Request request, Response response) throws JsonProcessingException {
        allow(request, response, List.of(AFTER, LIMIT), FILTER);
        long after = number(request, response, AFTER, "0", Long.MAX_VALUE);
        int limit = (int) number(request, response, LIMIT, DEFAULT_LIMIT, MOST);
        if (limit == 0) {
            throw refuse(response, "'limit' must be a whole number from 1 to " + MOST);
        }
        return answer(response, report.page(any(filter(request)), after, limit));
    }

    private String release(Request request, Response response) throws JsonProcessingException {
        allow(request, response, List.of(ACTION, DRY_RUN), FILTER);
        requireRelease(request, response);
        HeldFilter filter = filter(request);
        boolean dryRun = request.queryParams().contains(DRY_RUN);
        if (!dryRun && filter.equals(HeldFilter.ALL)) {
            throw refuse(
                    response,
                    "Without a filter everything would be released; give one of " + FILTER + ", reason=* for all");
        }
        response.status(dryRun ? 200 : ACCEPTED);
        return answer(response, report.release(any(filter), dryRun));
    }

    private String releaseOne(Request request, Response response) {
        allow(request, response, List.of(ACTION), List.of());
        requireRelease(request, response);
        String entry = request.params(ENTRY);
        if (!entry.matches("[0-9]{1,18}") || !report.release(Long.parseLong(entry))) {
            throw halt(response, 404, ErrorType.NOT_FOUND, "There is no held entry of that number");
        }
        response.status(NO_CONTENT);
        return "";
    }

    private static void requireRelease(Request request, Response response) {
        if (!RELEASE.equals(request.queryParams(ACTION))) {
            throw refuse(response, "'action' query parameter is compulsory. Supported values are [release]");
        }
    }

    private static void allow(Request request, Response response, List<String> own, List<String> more) {
        Set<String> given = request.queryParams();
        if (!given.stream().allMatch(name -> own.contains(name) || more.contains(name))) {
            throw refuse(response, "Unknown query parameter. Known are " + own + " and " + more);
        }
    }

    private static long number(Request request, Response response, String name, String byDefault, long most) {
        String text = Optional.ofNullable(request.queryParams(name)).orElse(byDefault);
        if (text.matches("[0-9]{1,18}") && Long.parseLong(text) <= most) {
            return Long.parseLong(text);
        }
        throw refuse(response, "'" + name + "' must be a whole number from 0 to " + most);
    }

    private static HeldFilter filter(Request request) {
        return new HeldFilter(
                Optional.ofNullable(request.queryParams("reason")),
                Optional.ofNullable(request.queryParams("lane")),
                Optional.ofNullable(request.queryParams("senderDomain"))
                        .map(domain -> domain.equals("<>") ? "" : domain.toLowerCase(Locale.ROOT)),
                Optional.empty());
    }

    /** The reason {@code *} is any reason. */
    private static HeldFilter any(HeldFilter filter) {
        return new HeldFilter(
                filter.reason().filter(reason -> !reason.equals("*")),
                filter.lane(),
                filter.senderDomain(),
                filter.heldBy());
    }

    private String answer(Response response, Object value) throws JsonProcessingException {
        response.type(JSON);
        return json.writeValueAsString(value);
    }

    private static HaltException refuse(Response response, String message) {
        return halt(response, 400, ErrorType.INVALID_ARGUMENT, message);
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
