package io.sluice.reach;

import io.sluice.inbound.BoundedBody;
import io.sluice.reply.PrintableLine;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Fetches policies over HTTPS (RFC 8461 section 3.3): from a certificate that Java trusts, no redirect followed, at most
 * {@value #MOST_BYTES} bytes. Safe for several threads.
 */
final class HttpsPolicySource implements PolicySource {
    /** RFC 8461 section 3.3 suggests a bound; policies have some hundred bytes. */
    static final int MOST_BYTES = 64 * 1024;

    private static final int OK = 200;
    private static final int LONGEST_WORDS = 300;

    private final HttpClient client;
    private final Function<String, URI> place;
    private final Duration patience;

    /**
     * Asks nothing yet.
     *
     * @param client decides whom TLS trusts; must not follow redirects
     * @param place of a domain's policy
     * @param patience for all of it
     */
    HttpsPolicySource(HttpClient client, Function<String, URI> place, Duration patience) {
        this.client = client;
        this.place = place;
        this.patience = patience;
    }

    /** At the place that the RFC says, with the certificates that Java trusts. */
    static HttpsPolicySource standard(Duration patience) {
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        return new HttpsPolicySource(client, domain -> URI.create(url(domain)), patience);
    }

    static String url(String domain) {
        return "https://mta-sts." + domain + "/.well-known/mta-sts.txt";
    }

    @Override
    public String fetch(String domain) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(place.apply(domain))
                .timeout(patience)
                .header("User-Agent", "Sluice")
                .build();
        CompletableFuture<HttpResponse<byte[]>> exchange =
                client.sendAsync(request, response -> new BoundedBody(MOST_BYTES));
        try {
            HttpResponse<byte[]> response = exchange.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != OK) {
                throw new IOException("the answer has status " + response.statusCode());
            }
            return new String(response.body(), StandardCharsets.UTF_8);
        } catch (ExecutionException e) {
            throw new IOException(PrintableLine.of(String.valueOf(e.getCause()), LONGEST_WORDS), e);
        } catch (TimeoutException e) {
            exchange.cancel(true);
            throw new IOException("no answer within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.cancel(true);
            throw new IOException("interrupted", e);
        }
    }
}
