package io.sluice.webadmin;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.replied;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every answer here is held against the OpenAPI document, see {@link WebAdminRig#ask}. */
class SteeringRoutesTest {
    private static final String ONE_LANE = "/microsoft/lanes/{source}/{destination}";
    private static final String LANE_PATH = "/microsoft/lanes/" + LANE;
    private static final String LIMITS = ONE_LANE + "/limits";
    private static final String HELD = "/microsoft/held";
    private static final HoldTerms ASKED = new HoldTerms("asked", Optional.empty());

    @TempDir
    Path directory;

    private WebAdminRig rig;

    @BeforeEach
    void start() {
        rig = new WebAdminRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // ---- lanes

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
        assertThat(events()).containsExactly("reopened operator", "suspended operator: The server moves");
    }

    @Test
    void showsTheEventsOfALanePageByPage() {
        rig.openLane();
        for (int i = 0; i < 3; i++) {
            rig.post(ONE_LANE, LANE_PATH + "?action=reset&reason=" + i);
        }
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
        assertThat(events()).containsExactly("limits-changed operator", "limits-changed operator: warming");
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

    // ---- what waits

    @Test
    void showsWhatWaitsAndWhy() {
        long deferred = deferred("ann@outlook.com");
        rig.put(entry("bob@outlook.com"));

        JsonNode page = rig.get("/microsoft/deferrals?class=ip-reputation-throttle&limit=10")
                .body();

        assertThat(page.path("entries")).hasSize(1);
        JsonNode line = page.path("entries").get(0);
        assertThat(line.path("entry").asLong()).isEqualTo(deferred);
        assertThat(line.path("mail").asText()).isEqualTo("Mail1-name");
        assertThat(line.path("to").asText()).isEqualTo("ann@outlook.com");
        assertThat(line.path("deferral").path("reply").asText()).isEqualTo("451 later");
        assertThat(rig.get("/microsoft/deferrals?deferred=false").body().path("entries"))
                .hasSize(1);
        assertThat(rig.get("/microsoft/deferrals?recipient=BOB@outlook.com")
                        .body()
                        .path("entries"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class=slow",
                "since=tomorrow",
                "until=+1000000000-01-01T00:00:00Z",
                "deferred=perhaps",
                "after=-1",
                "after=99999999999999999999",
                "limit=0",
                "limit=1001",
                "limit=1e3",
                "limit=10&limit=20",
                "order=desc"
            })
    void refusesFiltersThatItDoesNotUnderstand(String query) {
        assertThat(rig.get("/microsoft/deferrals?" + query).status()).isEqualTo(400);
    }

    @Test
    void explainsAnEntryThatWaitsForAClosedLane() {
        rig.openLane();
        long id = deferred("ann@outlook.com");
        rig.put(entry("bob@outlook.com"));
        lane().closeFromOutside(NOW.plusSeconds(600), "ip-reputation-throttle: S775", NOW);

        JsonNode explanation = explain(Long.toString(id));

        JsonNode entry = explanation.path("entries").get(0);
        assertThat(entry.path("state").asText()).isEqualTo("waiting");
        assertThat(entry.path("words").asText())
                .contains(LANE + " is closed until " + NOW.plusSeconds(600))
                .contains("S775")
                .contains("given up at " + EXPIRY);
        assertThat(entry.path("waitsFor").findValuesAsText("kind")).containsExactly("lane", "due");
        assertThat(entry.path("freedBy").toString()).contains("?action=resume");
        assertThat(entry.path("deferral").path("rule").asText()).isEqualTo("consumer-s3150");
        assertThat(entry.path("ahead").asInt()).isEqualTo(1);
    }

    @Test
    void explainsAMailByItsNameWithAllItsEntries() {
        rig.put(entry("ann@outlook.com").held(ASKED));
        rig.put(entry("bob@outlook.com"));

        JsonNode explanation = explain("Mail1-name");

        assertThat(explanation.path("entriesInAll").asInt()).isEqualTo(2);
        assertThat(explanation.path("entries").findValuesAsText("state")).containsExactly("held", "ready");
        assertThat(explanation.path("entries").get(0).path("words").asText())
                .contains("held for the reason asked until somebody releases it");
    }

    @Test
    void knowsNothingOfOtherMail() {
        String path = "/microsoft/explain/{mail}";

        assertThat(rig.get(path, "/microsoft/explain/4711").status()).isEqualTo(404);
        assertThat(rig.get(path, "/microsoft/explain/Mail1%27%20OR%201=1").status())
                .isEqualTo(404);
        assertThat(rig.get(path, "/microsoft/explain/" + "9".repeat(1000)).status())
                .isEqualTo(404);
    }

    @Test
    void showsHistoryAlsoWithoutMail() {
        assertThat(rig.get("/microsoft/history?since=1%20hour&step=5%20min")
                        .body()
                        .path("steps"))
                .hasSize(12);
        assertThat(rig.get("/microsoft/deferrals/hours?since=24%20hours").body().path("steps"))
                .hasSize(24);
        assertThat(rig.get("/microsoft/deferrals/log?class=other").body().path("deferrals"))
                .isEmpty();
        assertThat(rig.get("/microsoft/history?step=1%20s").status()).isEqualTo(400);
        assertThat(rig.get("/microsoft/history?since=1%20hour&until=2%20hours").status())
                .isEqualTo(400);
    }

    // ---- what is held

    @Test
    void findsHeldMailByItsAddresses() {
        long id = rig.put(entry("ann@outlook.com").held(ASKED));
        rig.put(entry("bob@outlook.com").held(ASKED));

        JsonNode page = rig.get(HELD + "?recipient=ann@outlook.com&sender=Sender@example.com&reason=*")
                .body();

        assertThat(page.path("entries").findValuesAsText("entry")).containsExactly(Long.toString(id));
        assertThat(rig.get(HELD + "/{entry}", HELD + "/" + id).body().path("to").asText())
                .isEqualTo("ann@outlook.com");
        assertThat(rig.get(HELD + "/{entry}", HELD + "/x").status()).isEqualTo(404);
    }

    @Test
    void deletesByFilterWhatADryRunCounted() {
        for (int i = 0; i < 3; i++) {
            rig.put(entry("ann@outlook.com").held(ASKED));
        }
        rig.put(entry().held(new HoldTerms("other", Optional.empty())));

        JsonNode dry = rig.post(HELD + "?action=delete&reason=asked&dryRun").body();
        assertThat(dry.path("matching").asLong()).isEqualTo(3);
        assertThat(rig.outbox.size()).isEqualTo(4);
        WebAdminRig.Reply reply = rig.post(HELD + "?action=delete&reason=asked&expected=3&heldBy="
                + dry.path("heldBy").asText());

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body().path("taskId").asText()).isNotEmpty();
        assertThat(rig.outbox.size()).isEqualTo(1);
        assertThat(rig.tasks).singleElement().satisfies(task -> assertThat(task.details())
                .contains(new HeldTask.Progress("delete", 3, 3, 0, NOW)));
    }

    @Test
    void doesNothingWhenOthersMatchThanWereCounted() {
        rig.put(entry().held(ASKED));

        WebAdminRig.Reply reply = rig.post(HELD + "?action=delete&reason=asked&expected=2");

        assertThat(reply.status()).isEqualTo(409);
        assertThat(reply.message()).contains("1 that match, not 2");
        assertThat(rig.outbox.size()).isEqualTo(1);
    }

    @Test
    void dryRunSaidToBeFalseIsNone() {
        rig.put(entry().held(ASKED));

        assertThat(rig.post(HELD + "?action=release&reason=asked&dryRun=false").status())
                .isEqualTo(400);
        assertThat(rig.post(HELD + "?action=release&reason=asked&dryRun=false&expected=1")
                        .status())
                .isEqualTo(201);
        assertThat(rig.outbox.countHeld(HeldFilter.ALL)).isZero();
    }

    @Test
    void bouncesByFilter() {
        long first = rig.put(entry().held(ASKED));
        long second = rig.put(entry().held(ASKED));

        rig.post(HELD + "?action=bounce&reason=asked&text=Sent%20by%20mistake&expected=2");

        assertThat(rig.bounced).containsExactly(first + ": Sent by mistake", second + ": Sent by mistake");
    }

    @Test
    void changesOneHeldEntry() {
        long released = rig.put(entry().held(ASKED));
        long later = rig.put(entry().held(ASKED));
        long deleted = rig.put(entry().held(ASKED));
        long bounced = rig.put(entry().held(ASKED));
        String one = HELD + "/{entry}";

        assertThat(rig.post(one, HELD + "/" + released + "?action=release").status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + later + "?action=reschedule&until=1%20hour")
                        .status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + deleted + "?action=delete").status())
                .isEqualTo(204);
        assertThat(rig.post(one, HELD + "/" + bounced + "?action=bounce").status())
                .isEqualTo(204);

        assertThat(rig.outbox.heldEntry(later).orElseThrow().hold().until()).contains(NOW.plusSeconds(3600));
        assertThat(rig.outbox.entry(deleted)).isEmpty();
        assertThat(rig.bounced).containsExactly(bounced + ": ");
        assertThat(rig.post(one, HELD + "/" + released + "?action=delete").status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "?action=release",
                "?action=burn&reason=asked",
                "?action=release&reason=asked",
                "?action=release&reason=asked&expected=-1",
                "?action=release&reason=asked&dryRun=perhaps",
                "?action=release&reason=a%20b&dryRun",
                "?action=release&heldBy=1%20hour&dryRun",
                "?action=release&reason=asked&text=why&dryRun",
                "?action=delete&reason=asked&until=1%20hour&dryRun",
                "?action=reschedule&reason=asked&dryRun",
                "?action=reschedule&reason=asked&until=now&dryRun",
                "?action=bounce&reason=asked&text=a%0D%0Ab&dryRun",
                "?action=release&sender=a&sender=b&dryRun",
                "?action=release&all=true&dryRun"
            })
    void refusesChangesThatItDoesNotUnderstand(String query) {
        rig.put(entry().held(ASKED));

        assertThat(rig.post(HELD, HELD + query).status()).isEqualTo(400);
        assertThat(rig.outbox.countHeld(HeldFilter.ALL)).isEqualTo(1);
    }

    // ---- rules and configuration

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

    @Test
    void saysSoWhenTheOutboxCannotBeReached() {
        rig.outbox.close();

        WebAdminRig.Reply reply = rig.get(HELD);

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.message()).startsWith("The outbox cannot be reached");
    }

    // ---- means

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

    private JsonNode explain(String mail) {
        WebAdminRig.Reply reply = rig.get("/microsoft/explain/{mail}", "/microsoft/explain/" + mail);
        assertThat(reply.status()).isEqualTo(200);
        return reply.body();
    }

    /** Due in five minutes. */
    private long deferred(String recipient) {
        long id = rig.put(entry(recipient));
        rig.outbox.lease(OUTGOING, LANE, NOW, 1, LEASE_END);
        rig.outbox
                .settle(new Settlement(
                        id,
                        Set.of(),
                        List.of(new Postponement(
                                List.of(replied(recipient, "451 later")), NOW.plusSeconds(300), deferral(NOW)))))
                .join();
        return id;
    }
}
