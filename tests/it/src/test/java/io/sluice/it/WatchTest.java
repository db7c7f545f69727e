package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the server shows of itself: metrics, health checks, and the journal. */
class WatchTest {
    private static final String BLOCKED =
            "550 5.7.606 Access denied, banned sending IP [127.0.0.1]. To request removal from"
                    + " this list please visit https://sender.office.com/ (AS16012609)";

    private static final String SECRET = "a secret of the test";
    private static final List<String> POSTS = new CopyOnWriteArrayList<>();

    private static HttpServer subscriber;
    private static Sluice sluice;

    @BeforeAll
    static void start() throws IOException {
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        subscriber.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String timestamp = exchange.getRequestHeaders().getFirst("X-Sluice-Timestamp");
                String signature = exchange.getRequestHeaders().getFirst("X-Sluice-Signature");
                POSTS.add(signature.equals("sha256=" + hmac(timestamp + "." + body)) ? body : "not signed: " + body);
                exchange.sendResponseHeaders(204, -1);
            }
        });
        subscriber.start();
        String url = "http://127.0.0.1:" + subscriber.getAddress().getPort() + "/";
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "retry.ip-blocked", "5 s to 10 s")
                .sluice("events.mail", "ops@sender.example")
                .sluice("events.mail.period", "1 s")
                .sluice("events.webhook.url", url)
                .sluice("events.webhook.secret", SECRET));
    }

    @AfterAll
    static void stop() {
        sluice.close();
        subscriber.stop(0);
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
        assertThat(metrics.keySet()).anyMatch(name -> name.matches("sluice_deferred_.+_total"));
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
        assertTold();
    }

    /** By mail and by the webhook, once each. */
    private static void assertTold() {
        Awaiting.until("the webhook", () -> POSTS.stream().anyMatch(body -> body.contains("lane-blocked")));
        assertThat(POSTS).noneMatch(body -> body.startsWith("not signed"));
        JsonNode event = json(POSTS.stream()
                .filter(body -> body.contains("lane-blocked"))
                .findFirst()
                .orElseThrow());
        assertThat(event.get("about").asText()).isEqualTo("default/business");
        assertThat(event.get("text").asText()).contains("banned sending IP", "Somebody must act");
        Awaiting.until("the mail", () -> !digestsAbout("lane-blocked").isEmpty());
        assertThat(digestsAbout("lane-blocked")).singleElement().satisfies(mail -> {
            assertThat(mail.sender()).as("the null sender").isEmpty();
            assertThat(mail.content()).contains("Auto-Submitted: auto-generated", "default/business");
        });
    }

    private static List<AcceptedMail> digestsAbout(String kind) {
        return sluice.world().other().ledger().accepted().stream()
                .filter(mail -> mail.recipients().contains("ops@sender.example"))
                .filter(mail ->
                        mail.content().contains("[Sluice]") && mail.content().contains(kind))
                .toList();
    }

    @Test
    void theDashboardAndTheAlertsUseMetricsThatThereAre() {
        sluice.business().smtp().when(Stage.RCPT).first(1).answers("451 4.7.500 Server busy. Please try again later");
        sluice.business()
                .smtp()
                .when(Stage.RCPT)
                .localPart("gone")
                .answers("550 5.1.10 RESOLVER.ADR.RecipientNotFound");
        ProbeMail mail = ProbeMail.to("erin@contoso.com");
        sluice.submit(mail, ProbeMail.to("gone@contoso.com"));
        sluice.awaitDelivered(mail);
        Awaiting.until("a failure and the gauges", () -> {
            Set<String> names = Metrics.of(sluice.james().webadmin()).keySet();
            return names.stream().anyMatch(name -> name.startsWith("sluice_failed_"))
                    && names.contains("sluice_lanes_default_business_pressure");
        });

        Set<String> known = Monitoring.asPrometheusNamesThem(
                Metrics.of(sluice.james().webadmin()).keySet());

        assertThat(Monitoring.namesIn("grafana/dashboards/sluice.json"))
                .isNotEmpty()
                .isSubsetOf(known);
        assertThat(Monitoring.namesIn("prometheus/alerts.yml")).isNotEmpty().isSubsetOf(known);
    }

    private static String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
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
