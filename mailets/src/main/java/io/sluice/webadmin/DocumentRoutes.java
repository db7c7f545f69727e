package io.sluice.webadmin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/** The OpenAPI document of all routes. Part of {@link SluiceRoutes}. */
public class DocumentRoutes extends EndpointRoutes {
    private static final String NAME = "openapi.yaml";

    @Override
    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(BASE + "/" + NAME, Set.of(), call -> Answer.text("application/yaml", document())));
    }

    static String document() {
        try (InputStream in = DocumentRoutes.class.getResourceAsStream(NAME)) {
            if (in == null) {
                throw new IllegalStateException("The resource " + NAME + " is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
