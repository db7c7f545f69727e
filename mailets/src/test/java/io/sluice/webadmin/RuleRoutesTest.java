package io.sluice.webadmin;

import static io.sluice.outbox.Mails.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules, replies and the configuration are shown, tried and read again. */
class RuleRoutesTest extends RoutesFixture {
    @Test
    void classifiesAReply() {
        JsonNode verdict = rig.ask(
                        "POST",
                        "/microsoft/classify",
                        "/microsoft/classify",
                        "{\"reply\":\"451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77719)\"}")
                .body();

        assertThat(verdict.path("class").asText()).isNotEqualTo("other");
        assertThat(verdict.path("temporary").asBoolean()).isTrue();
        assertThat(verdict.path("parts").path("address").asText()).isEqualTo("192.0.2.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "451 4.7.500 Server busy",
                "{}",
                "{\"reply\":null}",
                "{\"reply\":\"\"}",
                "{\"reply\":\"hello\"}",
                "{\"reply\":\"250 OK\"}",
                "{\"reply\":\"451 no\",\"service\":\"gmail\"}",
                "{\"reply\":\"451 no\",\"stage\":\"later\"}",
                "{\"reply\":\"451 no\",\"host\":\"mx\"}",
                "{\"reply\":{\"a\":[]}}"
            })
    void refusesRepliesThatAreNone(String body) {
        assertThat(rig.ask("POST", "/microsoft/classify", "/microsoft/classify", body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void refusesABodyThatIsTooLong() {
        String body = "{\"reply\":\"451 " + "x".repeat(100_000) + "\"}";

        assertThat(rig.ask("POST", "/microsoft/classify", "/microsoft/classify", body)
                        .status())
                .isEqualTo(400);
    }

    @Test
    void readsTheConfigurationAgain() {
        assertThat(rig.get("/microsoft/configuration").body().path("needRestart"))
                .hasSize(1);
        assertThat(rig.post("/microsoft/configuration?action=reload").status()).isEqualTo(200);
        assertThat(rig.post("/microsoft/configuration").status()).isEqualTo(400);

        rig.configuration = new ConfigurationDesk.State("f", NOW, Optional.of("lane.x is no lane"), List.of());

        assertThat(rig.post("/microsoft/configuration?action=reload").message()).isEqualTo("lane.x is no lane");
    }

    @Test
    void showsRulesAndUnknownReplies() {
        String id = rig.get("/microsoft/rules").body().path("rules").get(0).asText();

        assertThat(rig.get("/microsoft/rules/{id}", "/microsoft/rules/" + id).status())
                .isEqualTo(200);
        assertThat(rig.get("/microsoft/rules/{id}", "/microsoft/rules/none").status())
                .isEqualTo(404);
        assertThat(rig.post("/microsoft/rules?action=reload").status()).isEqualTo(200);
        assertThat(rig.get("/microsoft/replies/unknown").body()).isEmpty();
    }
}
