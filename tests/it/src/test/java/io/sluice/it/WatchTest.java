package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server shows of itself: metrics, health checks, and the journal. */
class WatchTest {
    private static final String BLOCKED =
            "550 5.7.606 Access denied, banned sending IP [127.0.0.1]. To request removal from"
                    + " this list please visit https://sender.office.com/ (AS16012609)";

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "retry.ip-blocked", "5 s to 10 s"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @AfterEach
    void quiet() {
        sluice.reset();
    }

    @Test
    void metricsShowWhatHappenedAndHowLanesStand() {
        sluice.business().smtp().when(Stage.RCPT).first(1).answers("451 4.7.500 Server busy. Please try again later");
        ProbeMail mail = ProbeMail.to("bob@contoso.com");

        sluice.submit(mail);
        sluice.awaitDelivered(mail);

        Awaiting.until("the gauges of the lane", () -> {
            Map<String, Double> metrics = Metrics.of(sluice.james().webadmin());
            return metrics.getOrDefault("sluice_lanes_default_business_rate", 0.0) > 0
                    && metrics.getOrDefault("sluice_time_to_accept_p50_seconds", 0.0) > 0;
        });
        Map<String, Double> metrics = Metrics.of(sluice.james().webadmin());
        assertThat(metrics.get("sluice_accepted_total")).isGreaterThanOrEqualTo(1);
        assertThat(metrics.get("sluice_deferred_service_throttle_total")).isGreaterThanOrEqualTo(1);
        assertThat(metrics.get("sluice_attempt_count")).isGreaterThanOrEqualTo(2);
        assertThat(metrics.get("sluice_outbox_refusing")).isZero();
        assertThat(metrics).containsKeys("sluice_lanes_in_open", "sluice_outbox_oldest_due_seconds");
    }

    @Test
    void theJournalHasALineForEachAttempt() {
        sluice.consumer().smtp().when(Stage.RCPT).first(1).answers("451 4.7.500 Server busy for carol@hotmail.com");
        ProbeMail mail = ProbeMail.to("carol@hotmail.com");

        sluice.submit(mail);
        sluice.awaitDelivered(mail);

        Awaiting.until("two lines", () -> journalOf("default/consumer").size() >= 2);
        List<JsonNode> lines = journalOf("default/consumer");
        JsonNode refusal = lines.get(0).get("refusals").get(0);
        assertThat(refusal.get("outcome").asText()).isEqualTo("deferred");
        assertThat(refusal.get("reply").asText()).startsWith("451 4.7.500 Server busy for *@hotmail.com");
        assertThat(lines.get(1).get("attempt").asInt()).isEqualTo(2);
        assertThat(lines.get(1).get("accepted-recipients").get(0).asText()).isEqualTo("*@hotmail.com");
    }

    @Test
    void healthChecksSayWhichLaneStandsStillAndWhy() {
        assertThat(check("Sluice outbox").get("status").asText()).isEqualTo("healthy");
        assertThat(check("Sluice lanes").get("status").asText()).isEqualTo("healthy");
        sluice.business().smtp().when(Stage.RCPT).answers(BLOCKED);

        sluice.submit(ProbeMail.to("dave@contoso.com"));

        Awaiting.until("a lane that stands still", () -> "degraded"
                .equals(check("Sluice lanes").get("status").asText()));
        assertThat(check("Sluice lanes").get("cause").asText())
                .contains("Lane default/business is blocked", "banned-sending-ip", "Somebody must act");
        assertThat(sluice.webadmin().answer("/healthcheck").status())
                .as("degraded is no reason to restart the server")
                .isEqualTo(200);
    }

    private static JsonNode check(String name) {
        Optional<JsonNode> found = Optional.empty();
        for (JsonNode check : sluice.webadmin().answer("/healthcheck").body().get("checks")) {
            if (check.get("componentName").asText().equals(name)) {
                found = Optional.of(check);
            }
        }
        return found.orElseThrow();
    }

    private static List<JsonNode> journalOf(String lane) {
        Path file = sluice.james().home().resolve("var/journal/attempts.jsonl");
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(WatchTest::json)
                    .filter(line -> line.get("lane").asText().equals(lane))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
