package io.sluice.cli.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The WebAdmin of a server. An answer is waited for 30 seconds at most, and is {@value #LONGEST} bytes at most. For one
 * thread.
 */
public final class Server {
    static final int LONGEST = 16 * 1024 * 1024;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private static final int UNAVAILABLE = 503;

    private final URI base;
    private final Optional<String> token;
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client;

    /**
     * @param base such as {@code http://127.0.0.1:8000}
     * @param token what James wants as {@code Authorization: Bearer}, where it asks for that
     */
    public Server(URI base, Optional<String> token) {
        this.base = base;
        this.token = token;
        this.client = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    /** Where it is. */
    public URI base() {
        return base;
    }

    /**
     * The answer to a GET.
     *
     * @param path that begins with a slash
     * @param parameters of the query
     * @throws ServerException when there is no answer, or none that is JSON with status 200
     */
    public JsonNode get(String path, Map<String, String> parameters) {
        HttpResponse<InputStream> response = send(path, parameters);
        if (response.statusCode() != OK) {
            throw new ServerException(refusal(path, response));
        }
        return read(response);
    }

    /** James's health checks, which answers with 503 when one of them says that something is broken. */
    public JsonNode health() {
        HttpResponse<InputStream> response = send("/healthcheck", Map.of());
        if (response.statusCode() != OK && response.statusCode() != UNAVAILABLE) {
            throw new ServerException(refusal("/healthcheck", response));
        }
        return read(response);
    }

    private HttpResponse<InputStream> send(String path, Map<String, String> parameters) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path, parameters)).timeout(PATIENCE).header("Accept", "application/json");
        token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
        try {
            return client.send(request.build(), BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new ServerException(
                    "no answer from " + base + ": " + e + "; is the server running, and is this its WebAdmin?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted", e);
        }
    }

    private URI uri(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return base.resolve(path + (query.isEmpty() ? "" : "?" + query));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private String refusal(String path, HttpResponse<InputStream> response) {
        if (response.statusCode() == UNAUTHORIZED) {
            return base + " wants a token: put one into a file and name it with --token-file";
        }
        if (response.statusCode() == NOT_FOUND) {
            return base + " does not know " + path
                    + "; does its webadmin.properties have extensions.routes=io.sluice.webadmin.SluiceRoutes?";
        }
        return base + " answers " + path + " with " + response.statusCode() + message(response);
    }

    private String message(HttpResponse<InputStream> response) {
        try {
            return ": " + read(response).path("message").asText();
        } catch (ServerException e) {
            return "";
        }
    }

    private JsonNode read(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            byte[] bytes = body.readNBytes(LONGEST + 1);
            if (bytes.length > LONGEST) {
                throw new ServerException(base + " answers with more than " + LONGEST + " bytes");
            }
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ServerException(base + " does not answer with JSON; is this James's WebAdmin?", e);
        } catch (IOException e) {
            throw new ServerException("the answer from " + base + " broke off: " + e.getMessage(), e);
        }
    }
}
