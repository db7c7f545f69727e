package io.sluice.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts events to one URL, one after the other, each as a JSON object that is signed: the header {@code X-Sluice-Signature}
 * is {@code sha256=} and the HMAC-SHA256, in hexadecimal digits, of the header {@code X-Sluice-Timestamp} (seconds since
 * 1970), a dot, and the body. An event that is not taken is posted again after growing pauses, with the same {@code id},
 * and dropped in the end; so is one that does not fit into the queue, and one that is answered with a status from 400 to
 * 499 other than 408, 425 and 429. {@link #accept} is safe for several threads and does not wait.
 */
public final class Webhook implements Consumer<Event> {
    /** How often what waits is looked at. */
    public static final Duration PERIOD = Duration.ofMillis(500);

    static final int MOST_WAITING = 1000;
    static final int MOST_ATTEMPTS = 8;

    private static final String ALGORITHM = "HmacSHA256";
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger LOGGER = LoggerFactory.getLogger(Webhook.class);

    private final URI url;
    private final byte[] secret;
    private final Duration patience;
    private final InstantSource clock;
    private final Metric sent;
    private final Metric dropped;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final Deque<Post> waiting = new ArrayDeque<>(); // guarded by itself
    private int attempts; // of the first, as the next
    private Instant notBefore = Instant.MIN;

    private record Post(String id, Event event) {}

    /** @param patience how long an answer may take */
    public Webhook(URI url, String secret, Duration patience, MetricFactory metrics, InstantSource clock) {
        this.url = url;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.patience = patience;
        this.clock = clock;
        this.sent = metrics.generate("sluice.webhook.sent");
        this.dropped = metrics.generate("sluice.webhook.dropped");
    }

    @Override
    public void accept(Event event) {
        synchronized (waiting) {
            if (waiting.size() < MOST_WAITING) {
                waiting.addLast(new Post(UUID.randomUUID().toString(), event));
                return;
            }
        }
        dropped.increment();
    }

    /** Posts what waits and is due. For one thread at a time; takes as long as the answers. */
    public void post() {
        for (Optional<Post> first = first(); first.isPresent(); first = first()) {
            if (clock.instant().isBefore(notBefore) || !post(first.get())) {
                return;
            }
            synchronized (waiting) {
                waiting.removeFirst();
            }
            attempts = 0;
            notBefore = Instant.MIN;
        }
    }

    private Optional<Post> first() {
        synchronized (waiting) {
            return Optional.ofNullable(waiting.peekFirst());
        }
    }

    /** Whether it is done: taken, or given up. */
    private boolean post(Post post) {
        Answer answer = answer(post);
        attempts++;
        if (answer.taken()) {
            sent.increment();
            return true;
        }
        if (answer.never() || attempts >= MOST_ATTEMPTS) {
            dropped.increment();
            LOGGER.warn("{} does not take event {}: {}. It is dropped", url.getHost(), post.id(), answer.why());
            return true;
        }
        notBefore = clock.instant().plus(FIRST_PAUSE.multipliedBy(1L << (2 * (attempts - 1))));
        LOGGER.debug("{} does not take event {}: {}. Trying again", url.getHost(), post.id(), answer.why());
        return false;
    }

    private record Answer(boolean taken, boolean never, String why) {}

    private Answer answer(Post post) {
        CompletableFuture<HttpResponse<Void>> exchange =
                client.sendAsync(request(post), HttpResponse.BodyHandlers.discarding());
        try {
            int status =
                    exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS).statusCode();
            boolean later = status == 408 || status == 425 || status == 429;
            return new Answer(
                    status >= 200 && status < 300, status >= 400 && status < 500 && !later, "status " + status);
        } catch (ExecutionException e) {
            return new Answer(false, false, String.valueOf(e.getCause()));
        } catch (TimeoutException e) {
            exchange.cancel(true);
            return new Answer(false, false, "no answer within " + patience.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel(true);
            return new Answer(false, false, "interrupted");
        }
    }

    private HttpRequest request(Post post) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        String body = body(post);
        return HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/json")
                .header("User-Agent", "Sluice")
                .header("X-Sluice-Timestamp", timestamp)
                .header("X-Sluice-Signature", "sha256=" + signature(timestamp + "." + body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static String body(Post post) {
        ObjectNode json = JSON.createObjectNode();
        json.put("id", post.id());
        json.put("time", post.event().at().toString());
        json.put("kind", post.event().kind().token());
        json.put("trouble", post.event().kind().trouble());
        json.put("about", post.event().about());
        json.put("text", post.event().text());
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of texts is always JSON", e);
        }
    }

    private String signature(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HMAC with SHA-256", e);
        }
    }
}
