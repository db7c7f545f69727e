package io.sluice.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What {@code GET /metrics} says to Prometheus. */
final class Metrics {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Metrics() {}

    /** By name; of those with labels the last. */
    static Map<String, Double> of(URI webadmin) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(webadmin + "/metrics"))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError("GET /metrics is answered with " + response.statusCode());
            }
            Map<String, Double> metrics = new TreeMap<>();
            response.body().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int end = line.lastIndexOf(' ');
                int labels = line.indexOf('{');
                metrics.put(line.substring(0, labels < 0 ? end : labels), Double.valueOf(line.substring(end + 1)));
            });
            return metrics;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the metrics were asked for", e);
        }
    }
}
