package io.sluice.reach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.testkit.smtp.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpsPolicySourceTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpsServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private HttpsPolicySource source(Duration patience) throws GeneralSecurityException {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new AnyCertificate()}, null);
        HttpClient client = HttpClient.newBuilder()
                .sslContext(tls)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new HttpsPolicySource(client, this::place, patience);
    }

    private URI place(String domain) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/" + domain);
    }

    private void answers(HttpHandler handler) {
        server.createContext("/", handler);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Test
    void fetchesThePolicy() throws Exception {
        answers(exchange -> send(exchange, 200, "version: STSv1\n"));

        assertThat(source(LONG).fetch("example.org")).isEqualTo("version: STSv1\n");
    }

    @Test
    void standsAtThePlaceThatTheRfcSays() {
        assertThat(HttpsPolicySource.url("example.org"))
                .isEqualTo("https://mta-sts.example.org/.well-known/mta-sts.txt");
    }

    @Test
    void followsNoRedirect() {
        answers(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            send(exchange, 302, "moved");
        });

        assertThatThrownBy(() -> source(LONG).fetch("example.org")).hasMessageContaining("status 302");
    }

    @Test
    void readsNoEndlessPolicy() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(new byte[4096]);
                }
            }
        });

        assertThatThrownBy(() -> source(LONG).fetch("example.org"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("larger than 65536 bytes");
    }

    @Test
    void doesNotWaitForASlowOne() {
        answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('v');
            exchange.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        assertThatThrownBy(() -> source(Duration.ofSeconds(2)).fetch("example.org"))
                .isInstanceOf(IOException.class);
    }
}
