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
public final class Backlog {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PAUSE_MILLIS = 250;

    private final URI webadmin;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    /** @param webadmin the root of WebAdmin */
    public Backlog(URI webadmin) {
        this.webadmin = webadmin;
    }

    /** Waits until James has handed all mail over to the delivery under test. */
    public void awaitEmptySpool() {
        await("an empty spool", () -> queue("spool") == 0);
    }

    /** Waits until the outbox is empty, and RemoteDelivery's queue but for mails that it does not take up. */
    void awaitEmpty(int stuck) {
        awaitEmptySpool();
        await("an empty queue of RemoteDelivery", () -> queue("outgoing") <= stuck);
        await("an empty outbox", () -> outbox() == 0);
    }

    /** Entries in the outbox. */
    public long outbox() {
        long sum = 0;
        for (JsonNode lane : get("/microsoft/lanes")) {
            sum += lane.path("ready").asLong()
                    + lane.path("waiting").asLong()
                    + lane.path("inFlight").asLong();
        }
        return sum;
    }

    /** Mails in a queue of James. */
    public long queue(String name) {
        return get("/mailQueues/" + name).path("size").asLong();
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
    public static void pause(long millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    /** Waits until a condition holds, for some minutes at most. */
    public static void await(String what, BooleanSupplier condition) {
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
