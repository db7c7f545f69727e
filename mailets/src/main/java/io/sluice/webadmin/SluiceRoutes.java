package io.sluice.webadmin;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Service;

/**
 * Everything that Sluice answers in WebAdmin, except for the dashboard. Named in {@code conf/webadmin.properties}:
 *
 * <pre>extensions.routes=io.sluice.webadmin.SluiceRoutes</pre>
 *
 * <p>James asks for authentication below one path for each class. That may not be {@code /microsoft} itself, where the
 * dashboard's page is, which browsers load without a token; so its filter is put before each of the paths here.
 */
public class SluiceRoutes implements Routes {
    private final List<EndpointRoutes> parts;
    private final AuthenticationFilter authentication;

    @Inject
    public SluiceRoutes(
            LaneRoutes lanes,
            DeferralRoutes deferrals,
            HistoryRoutes history,
            PressureRoutes pressure,
            IncidentRoutes incidents,
            InboundRoutes inbound,
            DiagnosisRoutes diagnosis,
            HeldRoutes held,
            RuleRoutes rules,
            ReplyRoutes replies,
            ClassifyRoutes classify,
            ConfigurationRoutes configuration,
            DocumentRoutes document,
            AuthenticationFilter authentication) {
        this.parts = List.of(
                lanes,
                deferrals,
                history,
                pressure,
                incidents,
                inbound,
                diagnosis,
                held,
                rules,
                replies,
                classify,
                configuration,
                document);
        this.authentication = authentication;
    }

    List<Endpoint> endpoints() {
        return parts.stream().flatMap(part -> part.endpoints().stream()).toList();
    }

    @Override
    public String getBasePath() {
        return paths().first();
    }

    @Override
    public void define(Service service) {
        for (String path : paths()) {
            service.before(path, authentication);
            service.before(path + "/*", authentication);
        }
        endpoints().forEach(endpoint -> endpoint.define(service));
    }

    /** What all paths begin with: the base, and one part. */
    private SortedSet<String> paths() {
        SortedSet<String> paths = new TreeSet<>();
        for (Endpoint endpoint : endpoints()) {
            int end = endpoint.path().indexOf('/', EndpointRoutes.BASE.length() + 1);
            paths.add(end < 0 ? endpoint.path() : endpoint.path().substring(0, end));
        }
        return paths;
    }
}
