package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import io.sluice.reply.ReplySample;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import io.sluice.testkit.docs.MarkdownPage;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReplyRoutesTest {
    private static final Instant SEEN = Instant.parse("2026-11-22T10:00:00Z");

    private final List<ReplySample> samples = new ArrayList<>(List.of(
            new ReplySample("450 Not now", Optional.of(Service.BUSINESS), SmtpStage.RCPT, SEEN, SEEN, 3),
            new ReplySample("554 No", Optional.empty(), SmtpStage.END_OF_DATA, SEEN, SEEN, 1)));
    private final spark.Service server =
            spark.Service.ignite().ipAddress("127.0.0.1").port(0);

    @BeforeEach
    void start() {
        new ReplyRoutes(new UnknownReplyReport(() -> samples, samples::clear))
                .endpoints()
                .forEach(endpoint -> endpoint.define(server));
        server.awaitInitialization();
    }

    @AfterEach
    void stop() {
        server.stop();
        server.awaitStop();
    }

    @Test
    void showsTheSamples() throws Exception {
        HttpResponse<String> response = ask("GET");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.body())
                .isEqualTo("[{\"reply\":\"450 Not now\",\"service\":\"business\",\"stage\":\"rcpt\","
                        + "\"firstSeen\":\"2026-11-22T10:00:00Z\",\"lastSeen\":\"2026-11-22T10:00:00Z\",\"count\":3},"
                        + "{\"reply\":\"554 No\",\"service\":null,\"stage\":\"end-of-data\","
                        + "\"firstSeen\":\"2026-11-22T10:00:00Z\",\"lastSeen\":\"2026-11-22T10:00:00Z\",\"count\":1}]");
    }

    @Test
    void forgetsTheSamples() throws Exception {
        assertThat(ask("DELETE").statusCode()).isEqualTo(204);

        assertThat(ask("GET").body()).isEqualTo("[]");
    }

    @Test
    void saysWhatToAddWhenTheModuleIsNotConfigured() {
        assertThatThrownBy(() -> Guice.createInjector().getInstance(ReplyRoutes.class))
                .rootCause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("guice.extension.module=io.sluice.SluiceModule");
    }

    @Test
    void everyFieldIsInTheReferenceAndNoOther() {
        assertThat(MarkdownPage.reference().names("Fields of an unknown reply"))
                .isEqualTo(Arrays.stream(UnknownReplyReport.Line.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    private HttpResponse<String> ask(String method) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/microsoft/replies/unknown");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
