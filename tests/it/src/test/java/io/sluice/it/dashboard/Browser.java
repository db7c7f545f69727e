package io.sluice.it.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * Debian's Chromium without a screen, with one tab, driven by its DevTools protocol. It keeps its data in a directory of its
 * own, which vanishes with it. For one thread.
 */
final class Browser implements AutoCloseable {
    /** When this environment variable is set, a Chromium that is missing is a failure, otherwise a skipped test. */
    static final String REQUIRED = "SLUICE_CHROMIUM_REQUIRED";

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger numbers = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();
    private final List<URI> requests = new CopyOnWriteArrayList<>();

    private Browser(Path directory, Process process, URI tab) {
        this.directory = directory;
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(tab, new Listener())
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    static boolean isInstalledOrRequired() {
        return System.getenv(REQUIRED) != null || Files.isExecutable(PROGRAM);
    }

    /** Starts it with an empty tab. */
    static Browser start() {
        try {
            Path directory = Files.createTempDirectory("sluice-browser");
            Process process = new ProcessBuilder(
                            PROGRAM.toString(),
                            "--headless=new",
                            "--no-sandbox", // tests may run as root
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-default-apps",
                            "--disable-sync",
                            "--no-first-run",
                            "--no-default-browser-check",
                            "--lang=en-GB",
                            "--remote-debugging-port=0",
                            "--user-data-dir=" + directory,
                            "about:blank")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("output.txt").toFile())
                    .start();
            Browser browser = new Browser(directory, process, tab(directory, process));
            browser.send("Page.enable");
            browser.send("Runtime.enable");
            browser.send("Log.enable");
            browser.send("Network.enable");
            browser.screen(1280, 900);
            return browser;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI tab(Path directory, Process process) throws IOException {
        Path port = directory.resolve("DevToolsActivePort");
        Awaitility.await("Chromium")
                .atMost(PATIENCE)
                .until(() -> !process.isAlive() || (Files.exists(port) && Files.size(port) > 0));
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "Chromium does not start: " + Files.readString(directory.resolve("output.txt")));
        }
        URI list = URI.create("http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list");
        return Awaitility.await("a tab").atMost(PATIENCE).until(() -> pageOf(list), address -> address != null);
    }

    private static URI pageOf(URI list) throws IOException, InterruptedException {
        String answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
                .body();
        for (JsonNode target : JSON.readTree(answer)) {
            if (target.path("type").asText().equals("page")) {
                return URI.create(target.path("webSocketDebuggerUrl").asText());
            }
        }
        return null;
    }

    /** The size of the window, in CSS pixels. */
    void screen(int width, int height) {
        ObjectNode size = JSON.createObjectNode()
                .put("width", width)
                .put("height", height)
                .put("deviceScaleFactor", 1)
                .put("mobile", width < 600);
        send("Emulation.setDeviceMetricsOverride", size);
    }

    /** What the user prefers, such as {@code prefers-color-scheme} and {@code dark}. */
    void prefers(String feature, String value) {
        ObjectNode media = JSON.createObjectNode();
        media.putArray("features").addObject().put("name", feature).put("value", value);
        send("Emulation.setEmulatedMedia", media);
    }

    void open(URI page) {
        complaints.clear();
        requests.clear();
        send("Page.navigate", JSON.createObjectNode().put("url", page.toString()));
    }

    /** The value of an expression in the page; promises are waited for. */
    JsonNode evaluate(String expression) {
        ObjectNode parameters = JSON.createObjectNode()
                .put("expression", expression)
                .put("awaitPromise", true)
                .put("returnByValue", true)
                .put("userGesture", true);
        JsonNode answer = send("Runtime.evaluate", parameters);
        if (answer.has("exceptionDetails")) {
            throw new AssertionError(expression + " fails: " + answer.get("exceptionDetails"));
        }
        return answer.path("result").path("value");
    }

    boolean is(String expression) {
        return evaluate("Boolean(" + expression + ")").asBoolean();
    }

    String text(String selector) {
        return evaluate("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''")
                .asText();
    }

    /** Waits until an expression is true. */
    void await(String expression) {
        Awaitility.await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> is(expression));
    }

    /** Clicks with the mouse into the middle of what a selector finds, once it can be seen. */
    void click(String selector) {
        String found = "document.querySelector(" + quoted(selector) + ")";
        await(found + "?.getClientRects().length > 0 && !" + found + ".disabled");
        JsonNode at = evaluate(
                "(() => { const e = " + found + "; e.scrollIntoView({block: 'center', behavior: 'instant'});"
                        + " const r = e.getBoundingClientRect(); return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()");
        for (String type : List.of("mousePressed", "mouseReleased")) {
            send(
                    "Input.dispatchMouseEvent",
                    JSON.createObjectNode()
                            .put("type", type)
                            .put("x", at.get("x").asDouble())
                            .put("y", at.get("y").asDouble())
                            .put("button", "left")
                            .put("clickCount", 1));
        }
    }

    /** Presses a key: Tab, Enter, Space, Escape or ArrowRight. */
    void press(String key) {
        int code =
                switch (key) {
                    case "Tab" -> 9;
                    case "Enter" -> 13;
                    case "Escape" -> 27;
                    case "Space" -> 32;
                    case "ArrowRight" -> 39;
                    default -> throw new IllegalArgumentException(key);
                };
        ObjectNode down = JSON.createObjectNode()
                .put("type", "keyDown")
                .put("key", key.equals("Space") ? " " : key)
                .put("code", key)
                .put("windowsVirtualKeyCode", code);
        if (key.equals("Enter")) {
            down.put("text", "\r");
        } else if (key.equals("Space")) {
            down.put("text", " ");
        }
        send("Input.dispatchKeyEvent", down);
        send("Input.dispatchKeyEvent", down.deepCopy().put("type", "keyUp").without("text"));
    }

    /** Types into what has the focus. */
    void type(String text) {
        send("Input.insertText", JSON.createObjectNode().put("text", text));
    }

    /** What the page complained about on its console, and errors that nobody caught. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    /** Drops those after the first so many. */
    void forgetComplaintsAfter(int first) {
        complaints.subList(first, complaints.size()).clear();
    }

    /** What was requested since the page was opened. */
    List<URI> requests() {
        return List.copyOf(requests);
    }

    /** A picture of the window. */
    byte[] picture() {
        return Base64.getDecoder()
                .decode(send("Page.captureScreenshot").path("data").asText());
    }

    static String quoted(String text) {
        try {
            return JSON.writeValueAsString(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String method) {
        return send(method, JSON.createObjectNode());
    }

    private JsonNode send(String method, JsonNode parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        ObjectNode request = JSON.createObjectNode().put("id", number).put("method", method);
        request.set("params", parameters);
        socket.sendText(request.toString(), true).join();
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while Chromium was asked", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("Chromium does not answer " + method, e);
        }
    }

    private void received(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.get("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new AssertionError(message.get("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Runtime.exceptionThrown", "Log.entryAdded" -> complaints.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(parameters.path("type").asText())) {
                    complaints.add(parameters.toString());
                }
            }
            case "Network.requestWillBeSent" -> request(
                    parameters.path("request").path("url").asText());
            default -> {
                // Of no interest.
            }
        }
    }

    private void request(String address) {
        if (!address.startsWith("data:")) {
            requests.add(URI.create(address));
        }
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                try {
                    received(JSON.readTree(message.toString()));
                } catch (IOException e) {
                    complaints.add("Chromium sent no JSON: " + e.getMessage());
                }
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }
}
