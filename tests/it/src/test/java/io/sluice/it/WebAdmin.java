package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads from the server's administration interface. */
final class WebAdmin {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Supplier<URI> root;

    /** The root may change with a restart of the server. */
    WebAdmin(Supplier<URI> root) {
        this.root = root;
    }

    /** The answer to a GET; empty when there is no such thing (404). */
    Optional<JsonNode> get(String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(root.get() + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() == 404) {
                return Optional.empty();
            }
            if (response.statusCode() != 200) {
                throw new AssertionError(
                        "GET " + path + " is answered with " + response.statusCode() + ": " + response.body());
            }
            return Optional.of(json.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while WebAdmin was asked", e);
        }
    }
}
