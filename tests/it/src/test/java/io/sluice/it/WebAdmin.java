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

/** Asks the server's administration interface. */
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

    /**
     * An answer.
     *
     * @param status the HTTP status
     * @param body the JSON in it
     */
    record Answer(int status, JsonNode body) {}

    /** The answer to a GET; empty when there is no such thing (404). */
    Optional<JsonNode> get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        if (response.statusCode() == 404) {
            return Optional.empty();
        }
        if (response.statusCode() != 200) {
            throw new AssertionError(
                    "GET " + path + " is answered with " + response.statusCode() + ": " + response.body());
        }
        return Optional.of(json(response));
    }

    /** The answer to a GET, whatever it is. */
    Answer answer(String path) {
        return answer(send(request(path).GET()));
    }

    /** The answer to a POST without a body. */
    Answer post(String path) {
        return answer(send(request(path).POST(HttpRequest.BodyPublishers.noBody())));
    }

    /** The answer to a request with a JSON body. */
    Answer send(String method, String path, String body) {
        return answer(send(request(path)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
    }

    /** The status of the answer to a request without a body. */
    int status(String method, String path) {
        return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()))
                .statusCode();
    }

    /** The status of the answer to a POST without a body. */
    int postStatus(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody())).statusCode();
    }

    private Answer answer(HttpResponse<String> response) {
        return new Answer(response.statusCode(), json(response));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(root.get() + path)).timeout(PATIENCE);
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while WebAdmin was asked", e);
        }
    }
}
