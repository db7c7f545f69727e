package io.sluice.webadmin;

import org.apache.james.webadmin.PublicRoutes;
import spark.Request;
import spark.Response;
import spark.Service;

/**
 * {@code GET /microsoft}: the dashboard, one page that asks the other routes. Named in {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.DashboardRoutes</pre>
 *
 * <p>The page itself has no data and is given to anybody, so that it can ask for a token where WebAdmin wants one: a browser
 * cannot send one with the address of a page. All that it shows comes from routes that James protects.
 */
public class DashboardRoutes implements PublicRoutes {
    static final String PATH = "/microsoft";

    private final DashboardPage page = DashboardPage.read();

    @Override
    public String getBasePath() {
        return PATH;
    }

    @Override
    public void define(Service service) {
        service.get(PATH, this::answer);
    }

    private String answer(Request request, Response response) {
        response.type("text/html; charset=utf-8");
        response.header("Content-Security-Policy", page.policy());
        response.header("X-Content-Type-Options", "nosniff");
        response.header("X-Frame-Options", "DENY");
        response.header("Referrer-Policy", "no-referrer");
        response.header("Cross-Origin-Opener-Policy", "same-origin");
        response.header("Cache-Control", "no-cache");
        response.header("ETag", page.tag());
        if (page.tag().equals(request.headers("If-None-Match"))) {
            response.status(304);
            return "";
        }
        response.header("Content-Encoding", "gzip"); // Spark compresses what says so
        return page.html();
    }
}
