package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an operator does through WebAdmin has its effect on the mail of a real server. */
class SteeringTest {
    private static final String ROOT =
            """
            <processor state="root" enableJmx="false">
              <mailet match="All" class="PostmasterAlias"/>
              <mailet match="RecipientIs=held@hotmail.com,other@hotmail.com" class="io.sluice.mailets.Hold">
                <reason>asked-for</reason>
              </mailet>
              <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
            </processor>
            """;
    private static final String LANE = "/microsoft/lanes/default/consumer";
    private static final String HELD = "/microsoft/held";
    private static final String DISTURBING = "451 4.7.9 <script>alert(1)</script> \"quoted\" \\ & more";

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration.processor(ROOT))
                .mailet(Sluice.MAILET, "retry.ip-reputation-throttle", "15 s to 15 s"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @AfterEach
    void nothingIsOrdered() {
        sluice.webadmin().post(LANE + "?action=resume");
        sluice.webadmin().status("DELETE", LANE + "/limits");
    }

    @Test
    void nothingLeavesOnASuspendedLaneUntilItIsResumedAlsoOverARestart() {
        deliver("ann@hotmail.com");
        assertThat(sluice.webadmin()
                        .post(LANE + "?action=suspend&reason=The%20address%20moves")
                        .status())
                .isEqualTo(200);
        sluice.james().restart();
        sluice.consumer().smtp().ledger().clear();
        ProbeMail waiting = ProbeMail.to("ann@hotmail.com");
        ProbeMail business = ProbeMail.to("bob@contoso.com");

        sluice.submit(waiting);
        sluice.submit(business);

        // Mail that came later, on another lane, has arrived.
        sluice.world().awaitDelivered(List.of(business), Awaiting.SOON);
        LaneLine lane = sluice.consumerLane();
        assertThat(lane.state()).isEqualTo("closed");
        assertThat(lane.cause()).isEqualTo("operator: The address moves");
        assertThat(lane.ready()).isEqualTo(1);
        assertThat(sluice.consumer().ledger().connections()).isZero();

        assertThat(sluice.webadmin().post(LANE + "?action=resume").status()).isEqualTo(200);

        assertThat(sluice.awaitDelivered(waiting)).hasSize(1).allSatisfy(Sluice::once);
        JsonNode events = sluice.webadmin().get(LANE + "/events").orElseThrow().get("events");
        assertThat(events.findValuesAsText("cause")).contains("operator", "operator: The address moves");
    }

    @Test
    void aLimitOfAnOperatorOutlivesARestart() {
        deliver("ann@hotmail.com");

        WebAdmin.Answer answer = sluice.webadmin().send("PUT", LANE + "/limits", "{\"connections.ceiling\":\"1\"}");
        sluice.james().restart();
        deliver("ann@hotmail.com");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(limit("inForce")).isEqualTo("1");
        assertThat(limit("configured")).isNotEqualTo("1");
        assertThat(sluice.webadmin().status("DELETE", LANE + "/limits")).isEqualTo(200);
        assertThat(limit("inForce")).isNotEqualTo("1");
    }

    @Test
    void saysWhyAMailWaitsDuringAThrottle() {
        sluice.consumer().throttles();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");
        sluice.submit(mail);
        Awaiting.until(
                "a deferral", () -> !waiting("class=ip-reputation-throttle").isEmpty());
        JsonNode line = waiting("class=ip-reputation-throttle&recipient=ANN@hotmail.com")
                .get(0);

        JsonNode explained = sluice.webadmin()
                .get("/microsoft/explain/" + line.get("mail").asText())
                .orElseThrow();

        JsonNode entry = explained.get("entries").get(0);
        assertThat(entry.get("words").asText()).contains("S775").contains("until");
        assertThat(entry.get("deferral").get("class").asText()).isEqualTo("ip-reputation-throttle");
        assertThat(entry.get("deferral").get("advice").asText()).isNotEmpty();
        assertThat(entry.get("waitsFor").findValuesAsText("kind")).contains("due");
        assertThat(entry.get("freedBy")).isNotEmpty();
        assertThat(entry.get("recipients").get(0).get("address").asText()).isEqualTo("ann@hotmail.com");
        sluice.consumer().recovers();
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void aReplyCannotBreakOutOfTheAnswer() {
        sluice.consumer().smtp().when(Stage.MAIL).first(1).answers(DISTURBING);
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");
        sluice.submit(mail);
        sluice.awaitDelivered(mail);

        Awaiting.until("the refusal in the log", () -> sluice.webadmin()
                .get("/microsoft/deferrals/log?lane=default/consumer")
                .orElseThrow()
                .get("deferrals")
                .findValuesAsText("reply")
                .contains(DISTURBING));
    }

    @Test
    void aHeldMailIsGivenBackToItsSender() {
        ProbeMail mail = ProbeMail.to("held@hotmail.com");
        sluice.submit(mail);
        long entry = awaitHeld(1).get(0).get("entry").asLong();

        int status = sluice.webadmin().postStatus(HELD + "/" + entry + "?action=bounce&text=Sent%20by%20mistake");

        assertThat(status).isEqualTo(204);
        assertThat(sluice.awaitNotification(mail)).contains("Given back by the postmaster: Sent by mistake");
        assertThat(sluice.bounced().await(mail).attribute("sluice.rule")).isEqualTo("given-back");
        assertThat(held("")).isEmpty();
        assertThat(sluice.consumer().ledger().acceptedMails()).isZero();
    }

    @Test
    void deletesByFilterWhatWasCountedAndTellsHowFarItIs() {
        List<ProbeMail> mails = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            mails.add(ProbeMail.to(i % 2 == 0 ? "held@hotmail.com" : "other@hotmail.com"));
        }
        sluice.submit(mails);
        awaitHeld(6);
        String request = HELD + "?action=delete&recipient=Held@hotmail.com";

        JsonNode counted = sluice.webadmin().post(request + "&dryRun=true").body();
        WebAdmin.Answer begun = sluice.webadmin()
                .post(request + "&expected=" + counted.get("matching").asLong() + "&heldBy="
                        + counted.get("heldBy").asText());

        assertThat(counted.get("matching").asLong()).isEqualTo(3);
        assertThat(begun.status()).isEqualTo(201);
        awaitHeld(3);
        String task = "/tasks/" + begun.body().get("taskId").asText();
        Awaiting.until("the end of the task", () -> sluice.webadmin()
                .get(task)
                .orElseThrow()
                .get("status")
                .asText()
                .equals("completed"));
        JsonNode details = sluice.webadmin().get(task).orElseThrow().get("additionalInformation");
        assertThat(details.get("done").asLong()).isEqualTo(3);
        assertThat(sluice.webadmin().post(request + "&expected=3").status()).isEqualTo(409);
        release();
        sluice.awaitNothingLeft();
        assertThat(sluice.consumer().ledger().acceptedMails()).isEqualTo(3);
    }

    @Test
    void classifiesAndReadsTheConfigurationAgain() {
        JsonNode verdict = sluice.webadmin()
                .send("POST", "/microsoft/classify", "{\"reply\":\"550 5.1.10 RecipientNotFound\"}")
                .body();
        assertThat(verdict.get("class").asText()).isEqualTo("recipient-invalid");

        sluice.james().configuration().sluice("lane.default/consumer.connections.ceiling", "17");
        assertThat(sluice.webadmin()
                        .post("/microsoft/configuration?action=reload")
                        .status())
                .isEqualTo(200);
        deliver("ann@hotmail.com");
        assertThat(limit("inForce")).isEqualTo("17");

        sluice.james().configuration().sluice("lane.nonsense", "17");
        WebAdmin.Answer refused = sluice.webadmin().post("/microsoft/configuration?action=reload");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("message").asText()).contains("lane.nonsense");
        sluice.james().configuration().edit("sluice.properties", text -> text.replace("lane.nonsense=17", "")
                .replace("lane.default/consumer.connections.ceiling=17", ""));
        sluice.webadmin().post("/microsoft/configuration?action=reload");
    }

    private static void deliver(String recipient) {
        ProbeMail mail = ProbeMail.to(recipient);
        sluice.submit(mail);
        assertThat(sluice.awaitDelivered(mail)).hasSize(1);
    }

    private static String limit(String which) {
        return sluice.webadmin()
                .get(LANE + "/limits")
                .orElseThrow()
                .get(which)
                .get("connections.ceiling")
                .asText();
    }

    private static List<JsonNode> waiting(String query) {
        return entries("/microsoft/deferrals?" + query);
    }

    private static List<JsonNode> held(String query) {
        return entries(HELD + query);
    }

    private static List<JsonNode> entries(String path) {
        List<JsonNode> lines = new ArrayList<>();
        sluice.webadmin().get(path).orElseThrow().get("entries").forEach(lines::add);
        return lines;
    }

    private static List<JsonNode> awaitHeld(int count) {
        Awaiting.until(count + " held entries", () -> held("").size() == count);
        return held("");
    }

    private static void release() {
        JsonNode counted =
                sluice.webadmin().post(HELD + "?action=release&reason=*&dryRun").body();
        sluice.webadmin()
                .post(HELD + "?action=release&reason=*&expected="
                        + counted.get("matching").asLong());
    }
}
