package io.sluice.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks WebAdmin's {@code GET /microsoft/lanes}. */
final class LanesClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpRequest request;

    LanesClient(URI webadmin) {
        request = HttpRequest.newBuilder(webadmin.resolve("/microsoft/lanes"))
                .timeout(PATIENCE)
                .build();
    }

    /**
     * All lanes, by name.
     *
     * @throws IOException when WebAdmin does not answer as expected
     */
    List<LaneView> lanes() throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(request.uri() + " answers " + response.statusCode());
        }
        List<LaneView> lanes = new ArrayList<>();
        json.readTree(response.body()).forEach(lane -> lanes.add(LaneView.of(lane)));
        return lanes;
    }
}
