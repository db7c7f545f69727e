package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The user's own rules, and what becomes of them while the server runs. */
class RulesTest {
    private static final String FILE = "microsoft-replies.xml";
    private static final String RULES = "/microsoft/rules";
    private static final String RELOAD = RULES + "?action=reload";
    private static final String FULL = "552 5.2.2 Mailbox full";
    private static final String MAINTENANCE = "451 4.7.1 Contoso is under maintenance, come back later";

    private static final String FULL_IS_TEMPORARY =
            rule("recipient-mailbox-full", "code='5xx' enhanced='5.2.2'", "15 minutes", FULL);
    private static final String MAINTENANCE_RULE =
            rule("contoso-maintenance", "code='451' enhanced='4.7.1'", "15 minutes", MAINTENANCE);
    private static final String FAULTY = "\n\n" + MAINTENANCE_RULE.replace("15 minutes", "soon");

    private static final AtomicInteger SENDERS = new AtomicInteger();
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, setup) -> setup.sluice("rules.check-period", "200 ms")
                .configure(configuration -> configuration.file(FILE, file(FULL_IS_TEMPORARY))));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void useTheFirstRules() {
        sluice.reset();
        write(FULL_IS_TEMPORARY);
        assertThat(sluice.webadmin().post(RELOAD).status()).isEqualTo(200);
    }

    @Test
    void treatsAReplyAsTheUsersRuleSays() {
        ProbeMail mail = refusedOnce(FULL);

        assertThat(sluice.awaitDelivered(mail)).hasSize(1).allSatisfy(Sluice::once);
        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attribute("sluice.rule")).isEqualTo("recipient-mailbox-full");
        assertThat(deferred.attribute("sluice.advice")).isEqualTo("Ours.");
        assertThat(sluice.bounced().of(mail)).isEmpty();
    }

    @Test
    void takesAnEditedFileOverWithoutARestart() {
        assertThat(ruleFor(refusedOnce(MAINTENANCE))).isNotEqualTo("contoso-maintenance");

        write(MAINTENANCE_RULE);

        Awaiting.until("the new rule", () -> texts(rules().path("added")).contains("contoso-maintenance"));
        assertThat(ruleFor(refusedOnce(MAINTENANCE))).isEqualTo("contoso-maintenance");
        assertThat(texts(rules().path("replaced"))).isEmpty();
    }

    @Test
    void keepsTheRulesWhenAnEditHasAFaultAndSaysWhere() {
        write(FAULTY);

        Awaiting.until("the fault", () -> rules().hasNonNull("fault"));
        JsonNode fault = rules().path("fault");
        assertThat(fault.path("message").asText())
                .contains("conf/" + FILE + ", line 3, rule contoso-maintenance: <verdict> earliest=\"soon\" is not");
        assertThat(fault.path("line").asInt()).isEqualTo(3);
        assertThat(fault.path("rule").asText()).isEqualTo("contoso-maintenance");
        sluice.james().awaitLog("The rules in use are kept, because the new ones have a fault.", Awaiting.SOON);
        ProbeMail mail = refusedOnce(FULL);
        assertThat(sluice.deferred().await(mail).attribute("sluice.advice")).isEqualTo("Ours.");
    }

    @Test
    void goesBackToTheBuiltInRulesWhenTheFileIsDeleted() {
        sluice.james().configuration().without(FILE);

        Awaiting.until("the built-in rules", () -> !rules().path("filePresent").asBoolean());
        ProbeMail mail = refusedOnce(FULL);
        assertThat(sluice.bounced().await(mail).attribute("sluice.rule")).isEqualTo("recipient-mailbox-full");
    }

    @Test
    void answersAReloadWithTheRulesInUse() {
        write(MAINTENANCE_RULE + "<disable rule='journaling-off'/><retry class='tls' floor='1 hour' cap='2 hours'/>");

        WebAdmin.Answer answer = sluice.webadmin().post(RELOAD);

        assertThat(answer.status()).isEqualTo(200);
        JsonNode rules = answer.body();
        assertThat(texts(rules.path("added"))).containsExactly("contoso-maintenance");
        assertThat(texts(rules.path("disabled"))).containsExactly("journaling-off");
        assertThat(texts(rules.path("retries"))).containsExactly("tls");
        assertThat(texts(rules.path("rules"))).startsWith("contoso-maintenance").doesNotContain("journaling-off");
        assertThat(rules.path("builtIn").asInt()).isEqualTo(rules.path("rules").size() - 1);
        assertThat(rules.path("fault").isNull()).isTrue();
    }

    @Test
    void answersAReloadOfAFaultyFileWithTheFault() {
        write(FAULTY);

        WebAdmin.Answer answer = sluice.webadmin().post(RELOAD);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().path("statusCode").asInt()).isEqualTo(400);
        assertThat(answer.body().path("type").asText()).isEqualTo("InvalidArgument");
        assertThat(answer.body().path("message").asText())
                .contains("conf/" + FILE + ", line 3, rule contoso-maintenance: <verdict> earliest=\"soon\" is not");
    }

    @Test
    void refusesAnotherActionAndSaysWhichThereIs() {
        WebAdmin.Answer other = sluice.webadmin().post(RULES + "?action=forget");
        WebAdmin.Answer none = sluice.webadmin().post(RULES);

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.body().path("message").asText())
                .isEqualTo("Invalid value supplied for query parameter 'action': forget."
                        + " Supported values are [reload]");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.body().path("message").asText()).contains("'action' query parameter is compulsory");
    }

    @Test
    void showsOneRule() {
        JsonNode own = sluice.webadmin().get(RULES + "/recipient-mailbox-full").orElseThrow();
        JsonNode builtIn =
                sluice.webadmin().get(RULES + "/mailbox-moving-or-busy").orElseThrow();

        assertThat(own.path("file").asText()).endsWith("conf/" + FILE);
        assertThat(own.path("deferralClass").asText()).isEqualTo("outage");
        assertThat(own.path("earliestRetry").asDouble()).isEqualTo(900);
        assertThat(own.path("examples").path(0).path("text").asText()).isEqualTo(FULL);
        assertThat(builtIn.path("file").asText()).isEqualTo("Sluice's own " + FILE);
        assertThat(builtIn.path("advice").asText()).isNotEmpty();
    }

    @Test
    void knowsNoRuleOfAnotherId() {
        WebAdmin.Answer answer = sluice.webadmin().answer(RULES + "/no-such-rule");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body().path("message").asText()).isEqualTo("There is no rule no-such-rule");
    }

    /** A mail whose recipient is refused once; of a sender of its own, so that no other mail takes the reply. */
    private static ProbeMail refusedOnce(String reply) {
        ProbeMail mail = ProbeMail.to("ann@contoso.com").from(SENDERS.incrementAndGet() + "@sender.example");
        sluice.business().smtp().when(Stage.RCPT).sender(mail.sender()).first(1).answers(reply);
        sluice.submit(mail);
        return mail;
    }

    private static String ruleFor(ProbeMail mail) {
        return sluice.deferred().await(mail).attribute("sluice.rule");
    }

    private static JsonNode rules() {
        return sluice.webadmin().get(RULES).orElseThrow();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static void write(String parts) {
        sluice.james().configuration().file(FILE, file(parts));
    }

    private static String file(String parts) {
        return "<replies>" + parts + "</replies>";
    }

    private static String rule(String id, String match, String earliest, String example) {
        return "<rule id='" + id + "'><match " + match + "/>"
                + "<verdict class='outage' scope='recipient' remedy='wait' earliest='" + earliest + "'/>"
                + "<advice>Ours.</advice><source verified='seen'>A log</source>"
                + "<example>" + example + "</example></rule>";
    }
}
