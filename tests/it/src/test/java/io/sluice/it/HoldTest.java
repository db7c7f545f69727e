package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail waits in the outbox until a time, or until somebody lets it go. */
class HoldTest {
    private static final String ROOT =
            """
            <processor state="root" enableJmx="false">
              <mailet match="All" class="PostmasterAlias"/>
              <mailet match="RecipientIs=held@hotmail.com,held@contoso.com" class="io.sluice.mailets.Hold">
                <reason>asked-for</reason>
              </mailet>
              <mailet match="RecipientIs=brief@hotmail.com" class="io.sluice.mailets.Hold">
                <for>2 sec</for>
              </mailet>
              <mailet match="RecipientIs=let-go@contoso.com" class="io.sluice.mailets.Release">
                <reason>asked-for</reason>
              </mailet>
              <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
            </processor>
            """;
    private static final String BEFORE =
            """
            <mailet match="io.sluice.matchers.HeldLongerThan=1 ms" class="ToRepository">
              <repositoryPath>memory://var/held-before/</repositoryPath>
            </mailet>
            <mailet match="io.sluice.matchers.DeferredAs=other" class="io.sluice.mailets.Hold"/>
            """;
    private static final String ODD = "450 4.9.9 A reply that nobody knows";

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(
                        configuration -> configuration.processor(ROOT).processor(Sluice.copies("deferred", BEFORE)))
                // Leaves the processor the time to decide before the outbox tries again.
                .mailet(Sluice.MAILET, "retry.other", "5 minutes to 5 minutes"));
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
    void nothingIsHeld() {
        release("reason=*");
        awaitHeld(0);
        sluice.awaitNothingLeft();
    }

    @Test
    void heldMailWaitsOverARestartUntilAnotherMailLetsItGo() {
        ProbeMail held = ProbeMail.to("held@hotmail.com");
        sluice.submit(held);
        awaitHeld(1);

        sluice.james().restart();

        assertThat(held()).singleElement().satisfies(line -> {
            assertThat(line.get("reason").asText()).isEqualTo("asked-for");
            assertThat(line.get("until").isNull()).isTrue();
            assertThat(line.get("lane").asText()).isEqualTo("default/consumer");
            assertThat(line.get("senderDomain").asText()).isEqualTo("sender.example");
            assertThat(line.get("attempts").asInt()).isZero();
        });
        assertThat(sluice.consumer().ledger().connections()).isZero();
        ProbeMail command = ProbeMail.to("let-go@contoso.com");
        sluice.submit(command);
        assertThat(sluice.awaitDelivered(held, command)).hasSize(2).allSatisfy(Sluice::once);
        assertThat(held()).isEmpty();
    }

    @Test
    void aHoldThatHasAnEndEndsByItself() {
        ProbeMail mail = ProbeMail.to("brief@hotmail.com", "other@hotmail.com");
        Instant before = Instant.now();

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).hasSize(2).allSatisfy(Sluice::once);
        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(2));
        assertThat(sluice.consumer().ledger().acceptedMails()).isEqualTo(2);
    }

    @Test
    void aDeferredMailIsHeldUntilAPersonReleasesIt() {
        sluice.business().smtp().when(Stage.DATA).first(1).answers(ODD);
        ProbeMail mail = ProbeMail.to("bob@contoso.com");
        sluice.submit(mail);
        awaitHeld(1);
        JsonNode line = held().get(0);
        assertThat(line.get("reason").asText()).isEqualTo("other");
        assertThat(line.get("attempts").asInt()).isEqualTo(1);

        WebAdmin webadmin = sluice.webadmin();
        int released =
                webadmin.postStatus("/microsoft/held/" + line.get("entry").asLong() + "?action=release");

        assertThat(released).isEqualTo(204);
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void mailThatWasHeldIsKnownWhenItIsDeferredAgain() {
        sluice.business().smtp().when(Stage.DATA).first(1).answers(ODD);
        ProbeMail mail = ProbeMail.to("bob@contoso.com");
        sluice.submit(mail);
        awaitHeld(1);
        assertThat(sluice.repository("var/held-before").of(mail)).isEmpty();
        sluice.business().smtp().when(Stage.RCPT).first(1).answers("450 4.2.1 Mailbox busy");

        release("reason=other");

        KeptMail again = sluice.repository("var/held-before").await(mail);
        assertThat(again.attribute("sluice.held-since")).isNotEmpty();
        assertThat(again.attribute("sluice.attempts")).isEqualTo("2");
        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
    }

    @Test
    void releasesWhatAPersonAsksForAfterACountOfIt() {
        List<ProbeMail> mails = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            mails.add(ProbeMail.to(i % 2 == 0 ? "held@hotmail.com" : "held@contoso.com"));
        }
        sluice.submit(mails);
        awaitHeld(20);

        assertThat(dryRun("release", "lane=default/consumer").get("matching").asLong())
                .isEqualTo(10);
        assertThat(held()).hasSize(20);
        release("lane=default/consumer");

        List<ProbeMail> consumer = mails.stream()
                .filter(mail -> mail.recipients().contains("held@hotmail.com"))
                .toList();
        assertThat(sluice.awaitDelivered(consumer)).hasSize(10).allSatisfy(Sluice::once);
        awaitHeld(10);
        assertThat(sluice.business().ledger().acceptedMails()).isZero();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThat(sluice.webadmin().post("/microsoft/held?action=release").status())
                .isEqualTo(400);
        assertThat(sluice.webadmin().post("/microsoft/held/1?action=release").status())
                .isEqualTo(404);
        assertThat(sluice.webadmin()
                        .post("/microsoft/held?action=release&reason=other&why=a")
                        .status())
                .isEqualTo(400);
        assertThat(sluice.webadmin().post("/microsoft/held?reason=other").status())
                .isEqualTo(400);
        assertThat(sluice.webadmin().answer("/microsoft/held?limit=0").status()).isEqualTo(400);
        assertThat(sluice.webadmin().answer("/microsoft/held?limit=many").status())
                .isEqualTo(400);
        assertThat(sluice.webadmin().answer("/microsoft/held?after=-1").status())
                .isEqualTo(400);
        assertThat(sluice.webadmin().answer("/microsoft/held?all=true").status())
                .isEqualTo(400);
    }

    /** Releases what a dry run counts. */
    private static void release(String filter) {
        WebAdmin.Answer released = change("release", filter);
        assertThat(released.status()).isEqualTo(201);
    }

    private static WebAdmin.Answer change(String action, String filter) {
        JsonNode counted = dryRun(action, filter);
        return sluice.webadmin()
                .post("/microsoft/held?action=" + action + "&" + filter + "&expected="
                        + counted.get("matching").asLong() + "&heldBy="
                        + counted.get("heldBy").asText());
    }

    private static JsonNode dryRun(String action, String filter) {
        WebAdmin.Answer answer = sluice.webadmin().post("/microsoft/held?dryRun=true&action=" + action + "&" + filter);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static List<JsonNode> held() {
        List<JsonNode> lines = new ArrayList<>();
        sluice.webadmin().get("/microsoft/held").orElseThrow().get("entries").forEach(lines::add);
        return lines;
    }

    private static void awaitHeld(int count) {
        Awaiting.until(count + " held entries", () -> held().size() == count);
    }
}
