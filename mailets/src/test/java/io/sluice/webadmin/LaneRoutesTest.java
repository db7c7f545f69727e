package io.sluice.webadmin;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lanes are shown, ordered about and limited. */
class LaneRoutesTest extends RoutesFixture {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ONE_LANE = "/microsoft/lanes/{source}/{destination}";
    private static final String LANE_PATH = "/microsoft/lanes/" + LANE;
    private static final String LIMITS = ONE_LANE + "/limits";

    @Test
    void showsALaneThatHadMail() {
        rig.openLane();

        assertThat(rig.get("/microsoft/lanes").body()).hasSize(1);
        JsonNode detail = rig.get(ONE_LANE, LANE_PATH).body();

        assertThat(detail.path("summary").path("condition").asText()).isEqualTo("open");
        assertThat(detail.path("suspension").isNull()).isTrue();
        assertThat(detail.path("limits").path("inForce").path("rate.ceiling").asText())
                .isEqualTo("100/s");
    }

    @Test
    void knowsNoOtherLane() {
        assertThat(rig.get(ONE_LANE, LANE_PATH).status()).isEqualTo(404);
        assertThat(rig.post(ONE_LANE, LANE_PATH + "?action=suspend").status()).isEqualTo(404);
        assertThat(rig.get(LIMITS, LANE_PATH + "/limits").status()).isEqualTo(404);
    }

    @Test
    void suspendsALaneForATimeAndResumesIt() {
        rig.openLane();

        JsonNode suspended = rig.post(
                        ONE_LANE, LANE_PATH + "?action=suspend&until=2%20hours&reason=The%20server%20moves")
                .body();

        assertThat(suspended.path("summary").path("state").asText()).isEqualTo("closed");
        assertThat(suspended.path("summary").path("condition").asText()).isEqualTo("suspended");
        assertThat(suspended.path("suspension").path("until").asText())
                .isEqualTo(NOW.plusSeconds(7200).toString());
        assertThat(suspended.path("suspension").path("reason").asText()).isEqualTo("operator: The server moves");
        assertThat(lane().state()).isInstanceOf(GateState.Closed.class);

        JsonNode resumed = rig.post(ONE_LANE, LANE_PATH + "?action=resume").body();

        assertThat(resumed.path("summary").path("state").asText()).isEqualTo("open");
        // Events are stored behind the back of who caused them.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events())
                .containsExactly("reopened operator", "suspended operator: The server moves"));
    }

    @Test
    void showsTheEventsOfALanePageByPage() {
        rig.openLane();
        for (int i = 0; i < 3; i++) {
            rig.post(ONE_LANE, LANE_PATH + "?action=reset&reason=" + i);
        }
        await().atMost(PATIENCE).until(() -> events().size() == 3);
        String events = ONE_LANE + "/events";

        JsonNode first = rig.get(events, LANE_PATH + "/events?limit=2").body();
        JsonNode second = rig.get(
                        events,
                        LANE_PATH + "/events?limit=2&before="
                                + first.path("next").asLong())
                .body();

        assertThat(first.path("events")).hasSize(2);
        assertThat(second.path("events")).hasSize(1);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(second.path("events").get(0).path("cause").asText()).isEqualTo("operator: 0");
    }

    @Test
    void overridesLimitsAndRevertsThem() {
        rig.openLane();

        JsonNode overridden = rig.ask(
                        "PUT",
                        LIMITS,
                        LANE_PATH + "/limits?reason=warming",
                        "{\"rate.ceiling\":\"10/min\",\"connections.ceiling\":\"2\"}")
                .body();

        assertThat(overridden.path("inForce").path("rate.ceiling").asText()).isEqualTo("10/min");
        assertThat(overridden.path("configured").path("rate.ceiling").asText()).isEqualTo("100/s");
        assertThat(overridden
                        .path("override")
                        .path("values")
                        .path("connections.ceiling")
                        .asText())
                .isEqualTo("2");
        assertThat(lane().limits().connections().ceiling()).isEqualTo(2);

        JsonNode reverted = rig.ask("DELETE", LIMITS, LANE_PATH + "/limits", "").body();

        assertThat(reverted.path("override").isNull()).isTrue();
        assertThat(reverted.path("inForce")).isEqualTo(reverted.path("configured"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(events())
                .containsExactly("limits-changed operator", "limits-changed operator: warming"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "rate",
                "{\"rate.ceiling\":5}",
                "{\"rate.ceiling\":\"fast\"}",
                "{\"rate.ceiling\":\"1/min\",\"rate.floor\":\"5/s\"}",
                "{\"speed\":\"10/min\"}",
                "{\"rate.ceiling\":{\"a\":1}}"
            })
    void refusesLimitsThatAreNone(String body) {
        rig.openLane();

        WebAdminRig.Reply reply = rig.ask("PUT", LIMITS, LANE_PATH + "/limits", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).isNotEmpty();
        assertThat(rig.desk.order(WebAdminRig.LANE).limits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?action=close",
                "?action=suspend&until=yesterday",
                "?action=suspend&until=2020-01-01T00:00:00Z",
                "?action=suspend&until=-999999999-01-01T00:00:00Z",
                "?action=suspend&until=400%20days",
                "?action=suspend&until=2%20hours&until=3%20hours",
                "?action=resume&until=2%20hours",
                "?action=suspend&reason=a%0D%0Ab",
                "?action=suspend&reason=%1B[2J",
                "?action=suspend&why=a"
            })
    void refusesOrdersThatItDoesNotUnderstand(String query) {
        rig.openLane();

        assertThat(rig.post(ONE_LANE, LANE_PATH + query).status()).isEqualTo(400);
        assertThat(lane().state()).isEqualTo(new GateState.Open());
    }

    private Lane lane() {
        return rig.lanes.find(WebAdminRig.LANE).orElseThrow();
    }

    private List<String> events() {
        List<String> events = new ArrayList<>();
        rig.get(ONE_LANE + "/events", LANE_PATH + "/events")
                .body()
                .path("events")
                .forEach(event -> events.add(
                        event.path("kind").asText() + " " + event.path("cause").asText()));
        return events;
    }
}
