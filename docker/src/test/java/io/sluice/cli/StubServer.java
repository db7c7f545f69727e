package io.sluice.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A WebAdmin that answers what it was told to. */
final class StubServer implements AutoCloseable {
    private record Prepared(int status, String body) {}

    private final HttpServer http;
    private final Map<String, Prepared> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    StubServer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", this::answer);
        http.start();
        answer("/healthcheck", 200, "{\"status\":\"healthy\",\"checks\":[]}");
        answer("/microsoft/lanes", 200, "[]");
    }

    /**
     * Prepares an answer.
     *
     * @param request path and, if there is one, a part of the decoded query
     */
    StubServer answer(String request, int status, String body) {
        answers.put(request, new Prepared(status, body));
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /** Path, decoded query and token of each request. */
    List<String> asked() {
        return asked;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        asked.add(path + " " + query + " " + exchange.getRequestHeaders().getFirst("Authorization"));
        Prepared prepared = answers.entrySet().stream()
                .filter(each -> matches(each.getKey(), path, query))
                .max((one, other) ->
                        Integer.compare(one.getKey().length(), other.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(new Prepared(404, "{\"message\":\"unknown\"}"));
        byte[] body = prepared.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(prepared.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static boolean matches(String request, String path, String query) {
        int mark = request.indexOf('?');
        return mark < 0
                ? request.equals(path)
                : request.substring(0, mark).equals(path) && query.contains(request.substring(mark + 1));
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
