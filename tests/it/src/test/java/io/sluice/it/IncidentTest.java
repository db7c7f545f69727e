package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A cause is concluded on a real server, told everywhere, and outlives a restart. What needs minutes of mail is tested in
 * virtual time, with the simulation.
 */
class IncidentTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "retry.ip-blocked", "1 hour to 2 hours"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void aBlockOfOurAddressIsToldAsOurs() {
        ProbeMail well = ProbeMail.to("ann@contoso.com");
        sluice.submit(well);
        sluice.awaitDelivered(well);
        assertThat(incidents().path("now")).isEmpty();
        assertThat(incidents().path("summary").asText()).contains("Nothing was refused");
        sluice.consumer().blocks();

        sluice.submit(ProbeMail.to("bob@hotmail.com"));

        Awaiting.until("a conclusion", () -> !incidents().path("now").isEmpty());
        JsonNode told = incidents().path("now").path(0);
        assertThat(told.path("kind").asText()).isEqualTo("reputation");
        assertThat(told.path("where").path("source").asText()).isEqualTo("default");
        assertThat(told.path("where").path("services").path(0).asText()).isEqualTo("consumer");
        assertThat(told.path("advice").asText()).contains("docker/run.sh diagnose");
        assertThat(sluice.consumerLane().state()).isEqualTo("closed");
        assertThat(sluice.businessLane().state()).isEqualTo("open");
        JsonNode check = check();
        assertThat(check.path("status").asText()).isEqualTo("degraded");
        assertThat(check.path("cause").asText()).contains("refuses mail of address default");
        sluice.james().awaitLog("cause-found: Microsoft (consumer) refuses mail of address default", Awaiting.SOON);
        Awaiting.until(
                "the gauge",
                () -> Metrics.of(sluice.james().webadmin()).getOrDefault("sluice_incidents_reputation", 0.0) == 1);

        sluice.james().restart();
        ProbeMail another = ProbeMail.to("cat@contoso.com");
        sluice.submit(another);

        Awaiting.until(
                "the conclusion of before the restart",
                () -> !incidents().path("now").isEmpty());
        assertThat(incidents().path("now").path(0).path("told")).isEqualTo(told.path("told"));
    }

    private static JsonNode incidents() {
        return sluice.webadmin().get("/microsoft/incidents").orElseThrow();
    }

    private static JsonNode check() {
        Optional<JsonNode> found = StreamSupport.stream(
                        sluice.webadmin()
                                .answer("/healthcheck")
                                .body()
                                .get("checks")
                                .spliterator(),
                        false)
                .filter(check -> check.get("componentName").asText().equals("Sluice incidents"))
                .findFirst();
        return found.orElseThrow();
    }
}
