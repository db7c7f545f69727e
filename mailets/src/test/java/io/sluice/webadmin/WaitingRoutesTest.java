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
import io.sluice.lane.Lane;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits is found and explained, and what was is told. */
class WaitingRoutesTest extends RoutesFixture {
    private static final HoldTerms ASKED = new HoldTerms("asked", Optional.empty());

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

    private Lane lane() {
        return rig.lanes.find(WebAdminRig.LANE).orElseThrow();
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
