package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.docs.MarkdownPage;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import spark.route.HttpMethod;

/** The OpenAPI document says what the routes do. */
class OpenApiTest extends RoutesFixture {
    private static final Pattern IN_PATH = Pattern.compile("\\{([A-Za-z]+)}");

    @Test
    void namesEveryRequestWithItsParametersAndNoOther() {
        Map<String, Set<String>> routes = new TreeMap<>();
        rig.routes
                .endpoints()
                .forEach(endpoint ->
                        routes.put(endpoint.verb() + " " + endpoint.path(), new TreeSet<>(endpoint.parameters())));

        assertThat(rig.document.requests()).isEqualTo(routes);
    }

    @Test
    void namesWhatTheServerReallyAnswers() {
        Set<String> registered = rig.server.routes().stream()
                .filter(route -> route.getHttpMethod() != HttpMethod.before)
                .map(route -> route.getHttpMethod().name().toUpperCase(Locale.ROOT) + " "
                        + route.getMatchUri().replaceAll(":([A-Za-z]+)", "{$1}"))
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(rig.document.requests().keySet()).isEqualTo(registered);
    }

    @Test
    void describesEveryParameterInAPath() {
        rig.document.pathParameters().forEach((path, described) -> assertThat(described)
                .as(path)
                .isEqualTo(IN_PATH.matcher(path)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.toSet())));
    }

    @Test
    void isServed() {
        assertThat(rig.send("GET", "/microsoft/openapi.yaml", "").body()).isEqualTo(DocumentRoutes.document());
    }

    @Test
    void theReferenceNamesEveryRequestAndNoOther() {
        List<String> named = MarkdownPage.reference().names("WebAdmin");

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(rig.document.requests().keySet());
    }
}
