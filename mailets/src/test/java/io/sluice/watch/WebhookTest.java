package io.sluice.watch;

import static io.sluice.watch.Outcomes.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over a real HTTP server on loopback. */
class WebhookTest {
    private static final String SECRET = "0123456789abcdef";

    private record Request(String timestamp, String signature, String body) {}

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private Instant now = NOW;
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::answer);
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    @Test
    void postsAnEventSigned() throws Exception {
        Webhook webhook = webhook(url());
        webhook.accept(event("Lane a/b is blocked"));

        webhook.post();

        Request request = requests.get(0);
        assertThat(request.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
        assertThat(request.signature()).isEqualTo("sha256=" + hmac(request.timestamp() + "." + request.body()));
        JsonNode body = new ObjectMapper().readTree(request.body());
        assertThat(body.get("kind").asText()).isEqualTo("lane-blocked");
        assertThat(body.get("trouble").asBoolean()).isTrue();
        assertThat(body.get("about").asText()).isEqualTo("a/b");
        assertThat(body.get("text").asText()).isEqualTo("Lane a/b is blocked");
        assertThat(Instant.parse(body.get("time").asText())).isEqualTo(NOW);
        assertThat(metrics.countFor("sluice.webhook.sent")).isEqualTo(1);
    }

    @Test
    void postsAgainWithTheSameIdAfterPausesThatGrow() throws Exception {
        Webhook webhook = webhook(url());
        statuses.addAll(List.of(500, 429, 200));
        webhook.accept(event("one"));

        webhook.post();
        webhook.post();
        assertThat(requests).hasSize(1);
        now = NOW.plusSeconds(1);
        webhook.post();
        now = NOW.plusSeconds(4);
        webhook.post();
        assertThat(requests).hasSize(2);
        now = NOW.plusSeconds(5);
        webhook.post();

        assertThat(requests).hasSize(3);
        assertThat(new ObjectMapper().readTree(requests.get(0).body()).get("id"))
                .isEqualTo(new ObjectMapper().readTree(requests.get(2).body()).get("id"));
        assertThat(requests.get(2).timestamp()).isNotEqualTo(requests.get(0).timestamp());
        assertThat(metrics.countFor("sluice.webhook.sent")).isEqualTo(1);
    }

    @Test
    void keepsTheOrder() {
        Webhook webhook = webhook(url());
        statuses.add(503);
        webhook.accept(event("one"));
        webhook.accept(event("two"));
        webhook.post();
        now = NOW.plusSeconds(1);

        webhook.post();

        assertThat(requests)
                .extracting(request -> request.body().contains("\"one\""))
                .containsExactly(true, true, false);
    }

    @Test
    void givesUpWhatIsRefusedForGoodOrTooOften() {
        Webhook webhook = webhook(url());
        statuses.addAll(List.of(404, 302));
        webhook.accept(event("one"));
        webhook.accept(event("two"));
        webhook.post();
        assertThat(requests).as("a redirect is not followed").hasSize(2);

        statuses.addAll(Collections.nCopies(20, 500));
        for (int i = 0; i < 20; i++) {
            now = now.plus(Duration.ofDays(1));
            webhook.post();
        }

        assertThat(requests).hasSize(1 + Webhook.MOST_ATTEMPTS);
        assertThat(metrics.countFor("sluice.webhook.dropped")).isEqualTo(2);
    }

    @Test
    void triesAgainWhenNobodyListens() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        Webhook webhook = webhook(URI.create("http://127.0.0.1:" + free + "/"));
        webhook.accept(event("one"));

        webhook.post();

        assertThat(metrics.countFor("sluice.webhook.dropped")).isZero();
        assertThat(metrics.countFor("sluice.webhook.sent")).isZero();
    }

    @Test
    void doesNotWaitLongForAServerThatSaysNothing() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.createContext("/slow", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Webhook webhook = new Webhook(url("/slow"), SECRET, Duration.ofMillis(300), metrics, () -> now);
        webhook.accept(event("one"));

        webhook.post();

        assertThat(metrics.countFor("sluice.webhook.sent")).isZero();
        end.countDown();
    }

    @Test
    void bearsAServerThatTalksNonsense() throws Exception {
        try (ServerSocket nonsense = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread answering = new Thread(() -> {
                try (Socket socket = nonsense.accept()) {
                    socket.getOutputStream()
                            .write("\0\0\0 220 hello\r\n\r\n".repeat(100).getBytes(StandardCharsets.US_ASCII));
                    socket.getOutputStream().flush();
                    socket.shutdownOutput();
                    socket.getInputStream().readAllBytes();
                } catch (IOException e) {
                    assertThat(e).isNotNull(); // the client hangs up, as it should
                }
            });
            answering.start();
            Webhook webhook = webhook(URI.create("http://127.0.0.1:" + nonsense.getLocalPort() + "/"));
            webhook.accept(event("one"));

            webhook.post();

            assertThat(metrics.countFor("sluice.webhook.sent")).isZero();
            answering.join(30_000);
        }
    }

    @Test
    void keepsABoundedNumberThatWait() {
        Webhook webhook = webhook(url());

        for (int i = 0; i < Webhook.MOST_WAITING + 5; i++) {
            webhook.accept(event("one"));
        }

        assertThat(metrics.countFor("sluice.webhook.dropped")).isEqualTo(5);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestHeaders().getFirst("X-Sluice-Timestamp"),
                    exchange.getRequestHeaders().getFirst("X-Sluice-Signature"),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            int status = statuses.isEmpty() ? 204 : statuses.removeFirst();
            exchange.getResponseHeaders().add("Location", "/hook");
            exchange.sendResponseHeaders(status, -1);
        }
    }

    private Webhook webhook(URI url) {
        return new Webhook(url, SECRET, Duration.ofSeconds(20), metrics, () -> now);
    }

    private URI url() {
        return url("/hook");
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private static Event event(String text) {
        return new Event(NOW, Event.Kind.LANE_BLOCKED, "a/b", text);
    }

    private static String hmac(String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
