package io.sluice.inbound;

import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.PublishedRanges;
import io.sluice.exchange.PublishedRangesReader;
import io.sluice.exchange.RangesRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Microsoft's endpoints web service (https://learn.microsoft.com/microsoft-365/enterprise/microsoft-365-ip-web-service).
 * Asks for the version first, and for the list only when that is another one. An answer that is larger than
 * {@value #MOST_BYTES} bytes, that takes longer than the patience, or that leads elsewhere is a failure. Safe for several
 * threads.
 */
public final class EndpointsService implements RangesSource {
    /** The list of the whole of Microsoft 365 is a tenth of that. */
    static final int MOST_BYTES = 2 * 1024 * 1024;

    private static final int OK = 200;
    private static final int NOT_MODIFIED = 304;

    private final HttpClient client;
    private final URI base;
    private final Duration patience;
    private final UUID requestId = UUID.randomUUID();

    /**
     * Asks nothing yet.
     *
     * @param client decides whom TLS trusts; must not follow redirects
     * @param patience for one answer as a whole
     */
    public EndpointsService(HttpClient client, URI base, Duration patience) {
        this.client = client;
        this.base = base;
        this.patience = patience;
    }

    /** With the certificates that Java trusts. */
    public static EndpointsService at(URI base) {
        Duration patience = Duration.ofSeconds(30);
        return new EndpointsService(
                HttpClient.newBuilder()
                        .connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                base,
                patience);
    }

    @Override
    public Optional<PublishedRanges> fetch(PublishedRanges held) throws IOException, RangesRefusedException {
        CloudInstance instance = held.instance();
        String version = PublishedRangesReader.readVersion(get("version", instance, Optional.empty())
                .orElseThrow(EndpointsService::unexpected)
                .body());
        if (held.version().filter(version::equals).isPresent()) {
            return Optional.empty();
        }
        Optional<HttpResponse<byte[]>> answer = get("endpoints", instance, held.etag());
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(PublishedRangesReader.readEndpoints(
                instance,
                Optional.of(version),
                base + ", version " + version,
                answer.get().headers().firstValue("ETag").filter(EndpointsService::isTag),
                answer.get().body()));
    }

    @Override
    public boolean isByHand() {
        return false;
    }

    /** Empty when it was not modified. */
    private Optional<HttpResponse<byte[]>> get(String what, CloudInstance instance, Optional<String> etag)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(base + "/" + what + "/" + instance.token() + "?clientrequestid=" + requestId))
                .timeout(patience)
                .header("Accept", "application/json")
                .header("User-Agent", "Sluice");
        etag.ifPresent(tag -> request.header("If-None-Match", tag));
        HttpResponse<byte[]> response = send(request.build());
        if (response.statusCode() == NOT_MODIFIED && etag.isPresent()) {
            return Optional.empty();
        }
        if (response.statusCode() != OK) {
            throw new IOException(base + " answered with status " + response.statusCode());
        }
        return Optional.of(response);
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException {
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new BoundedBody(MOST_BYTES));
        try {
            return exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(base + " did not answer: " + oneLine(e.getCause()), e);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException(base + " did not answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel(true);
            throw new IOException("interrupted", e);
        }
    }

    private static IOException unexpected() {
        return new IOException("not modified, without having been asked");
    }

    private static String oneLine(Throwable cause) {
        StringBuilder line = new StringBuilder();
        String.valueOf(cause).chars().limit(300).forEach(c -> line.append(c >= ' ' && c < 0x7f ? (char) c : '?'));
        return line.toString();
    }

    /** RFC 9110 section 8.8.3, bounded; anything else could not be sent back. */
    private static boolean isTag(String tag) {
        return tag.length() <= 200 && tag.endsWith("\"") && tag.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }
}
