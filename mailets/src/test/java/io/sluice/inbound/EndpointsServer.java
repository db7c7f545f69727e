package io.sluice.inbound;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.testkit.smtp.TestCertificate;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Stands in for the endpoints web service, on a free port of 127.0.0.1, with the certificate of the test kit. */
final class EndpointsServer implements AutoCloseable {
    private final HttpsServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int status = 200;
    private volatile String version = "";
    private volatile String endpoints = "";
    private volatile Optional<String> etag = Optional.empty();
    private volatile Body body = Body.WHOLE;

    private enum Body {
        WHOLE,
        ENDLESS,
        TRICKLING
    }

    private EndpointsServer(HttpsServer server) {
        this.server = server;
    }

    static EndpointsServer start() throws IOException {
        HttpsServer https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        https.setHttpsConfigurator(new HttpsConfigurator(TestCertificate.context()));
        EndpointsServer started = new EndpointsServer(https);
        https.setExecutor(started.threads);
        https.createContext("/", started::answer);
        https.start();
        return started;
    }

    URI url() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    EndpointsServer version(String newest) {
        version = newest;
        return this;
    }

    EndpointsServer endpoints(String json) {
        endpoints = json;
        return this;
    }

    EndpointsServer etag(String tag) {
        etag = Optional.of(tag);
        return this;
    }

    /** For all answers from now on. */
    EndpointsServer status(int code) {
        status = code;
        return this;
    }

    /** The list does not end. */
    EndpointsServer endless() {
        body = Body.ENDLESS;
        return this;
    }

    /** The list comes byte by byte, and does not end. */
    EndpointsServer trickling() {
        body = Body.TRICKLING;
        return this;
    }

    /** The paths that were asked for; " 304" behind those whose answer was "not modified". */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean guid = exchange.getRequestURI().getQuery().matches("clientrequestid=[0-9a-f-]{36}");
            boolean list = path.startsWith("/endpoints/");
            boolean same = list
                    && etag.isPresent()
                    && etag.get().equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
            asked.add(same ? path + " 304" : path);
            if (status != 200 || !guid) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
                exchange.sendResponseHeaders(guid ? status : 400, -1);
            } else if (same) {
                exchange.sendResponseHeaders(304, -1);
            } else if (!list) {
                send(exchange, "{\"instance\":\"Worldwide\",\"latest\":\"" + version + "\",\"versions\":[]}");
            } else if (body == Body.WHOLE) {
                etag.ifPresent(tag -> exchange.getResponseHeaders().add("ETag", tag));
                send(exchange, endpoints);
            } else {
                sendWithoutEnd(exchange);
            }
        }
    }

    private static void send(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private void sendWithoutEnd(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        byte[] piece = new byte[body == Body.ENDLESS ? 65536 : 1];
        Arrays.fill(piece, (byte) ' ');
        try {
            while (!closed.await(body == Body.ENDLESS ? 0 : 100, TimeUnit.MILLISECONDS)) {
                out.write(piece);
                out.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
