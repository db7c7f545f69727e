package io.sluice.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** What is in the queues of a server, asked from WebAdmin. */
final class Backlog {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 250;

    private final URI webadmin;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    Backlog(URI webadmin) {
        this.webadmin = webadmin;
    }

    /** Waits until James has handed all mail over to the delivery under test. */
    void awaitEmptySpool() {
        await("an empty spool", () -> get("/mailQueues/spool").path("size").asLong() == 0);
    }

    /** Waits until the outbox is empty, and RemoteDelivery's queue but for mails that it does not take up. */
    void awaitEmpty(int stuck) {
        awaitEmptySpool();
        await(
                "an empty queue of RemoteDelivery",
                () -> get("/mailQueues/outgoing").path("size").asLong() <= stuck);
        await("an empty outbox", () -> outbox() == 0);
    }

    /** Entries in the outbox. */
    long outbox() {
        long sum = 0;
        for (JsonNode lane : get("/microsoft/lanes")) {
            sum += lane.path("ready").asLong()
                    + lane.path("waiting").asLong()
                    + lane.path("inFlight").asLong();
        }
        return sum;
    }

    private JsonNode get(String path) {
        try {
            HttpResponse<String> response = http.send(
                    HttpRequest.newBuilder(webadmin.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " answers " + response.statusCode() + ": " + response.body());
            }
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Nothing counts it down. */
    static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("There was not " + what + " within " + PATIENCE);
                }
                // Asking must not take part in the measurement.
                pause(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
