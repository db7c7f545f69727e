package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What people do on the dashboard, with mouse and keyboard, and what mean receivers cannot do to it. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardTest {
    private static final String HOLDING =
            """
            <processor state="root" enableJmx="false">
              <mailet match="RecipientIs=held@contoso.com" class="io.sluice.mailets.Hold"><reason>asked-for</reason></mailet>
              <mailet match="All" class="ToProcessor"><processor>transport</processor></mailet>
            </processor>
            """;
    private static final String MARKUP =
            "<script>window.hacked=1</script><img src=x onerror=window.hacked=1><b id=own>bold</b>";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String CONSUMER = "[data-key='default/consumer'] ";

    private static MicrosoftWorld world;
    private static JamesServer james;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "retry.other", "5 minutes to 5 minutes")
                .mailet("MicrosoftRemoteDelivery", "verifyServerIdentity", "false")
                .mailet("MicrosoftRemoteDelivery", "mail.smtp.ssl.trust", "*")
                .configure(configuration -> configuration.processor(HOLDING))
                .start();
        dashboard = new Dashboard(james);
        ProbeMail first = ProbeMail.to("ann@hotmail.com");
        james.submit(first);
        world.awaitDelivered(List.of(first), SOON);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        james.close();
        world.close();
    }

    @BeforeEach
    void lightAndWide() {
        dashboard.browser().screen(1280, 900);
        dashboard.browser().prefers("prefers-color-scheme", "light");
    }

    @AfterEach
    void thePageIsClean() {
        assertThat(dashboard.browser().complaints()).isEmpty();
        assertThat(dashboard.requestsElsewhere()).isEmpty();
        assertThat(dashboard.browser().is("window.hacked")).isFalse();
    }

    @Test
    void suspendsALaneAndResumesItAfterAConfirmation() throws Exception {
        Browser browser = dashboard.open();

        browser.click(CONSUMER + "[data-do=suspend]");
        browser.await("document.querySelector('#confirm').open");
        browser.click("#confirm-no");
        assertThat(suspension().isNull()).as("nothing is done without a yes").isTrue();
        browser.click(CONSUMER + "[data-do=suspend]");
        browser.await("document.querySelector('#confirm').open");
        browser.evaluate("document.querySelector('#confirm [name=reason]').focus()");
        browser.type("work on the network");
        browser.click("#confirm-yes");

        Awaitility.await().atMost(SOON).until(() -> !suspension().isNull());
        assertThat(suspension().get("reason").asText()).contains("work on the network");
        dashboard.awaitText(CONSUMER + ".mark", "suspended by an operator");
        dashboard.awaitText("#problems", "is suspended by an operator");
        dashboard.awaitText(CONSUMER + ".events", "operator");

        browser.click(CONSUMER + "[data-do=resume]");
        browser.click("#confirm-yes");

        Awaitility.await().atMost(SOON).until(() -> suspension().isNull());
        dashboard.awaitText(CONSUMER + ".mark", "open");
    }

    @Test
    void releasesHeldMailAfterACountOfIt() {
        List<ProbeMail> mails = List.of(ProbeMail.to("held@contoso.com"), ProbeMail.to("held@contoso.com"));
        james.submit(mails, 1).complete();
        Browser browser = dashboard.open();
        dashboard.awaitText("#held-count", "2 shown of 2 held");
        dashboard.awaitText("#problems", "2 mails are held");

        browser.click("#held-all button");
        dashboard.awaitText("#confirm-title", "Release 2 mails?");
        browser.click("#confirm-yes");

        world.awaitDelivered(mails, SOON);
        dashboard.awaitText("#no-held", "No mail is held.");
    }

    @Test
    void showsWhatAReceiverSaysAsTextAndNothingElse() throws Exception {
        world.business().smtp().when(Stage.RCPT).first(1).answers("450 4.9.9 " + MARKUP + "W".repeat(300));
        ProbeMail mail = ProbeMail.to("bob@contoso.com");
        james.submit(mail);
        Awaitility.await()
                .atMost(SOON)
                .until(() ->
                        get("/microsoft/deferrals?deferred=true").get("entries").size() == 1);
        dashboard.browser().screen(360, 740);
        Browser browser = dashboard.open();

        dashboard.awaitText("#waiting", "<script>window.hacked=1</script><img src=x onerror=window.hacked=1>");
        browser.click("#waiting button");

        dashboard.awaitText("#detail-body", MARKUP);
        assertThat(browser.is("document.querySelector('#own, main img, main script, dialog img, dialog script')"))
                .isFalse();
        assertThat(dashboard.overflow()).isLessThanOrEqualTo(0);
        dashboard.keepPicture("explain");
        browser.press("Escape");
        browser.await("!document.querySelector('#detail').open");
    }

    @Test
    void everythingCanBeDoneWithTheKeyboard() {
        Browser browser = dashboard.open();
        browser.press("Tab");
        assertThat(browser.text(":focus")).isEqualTo("Skip to content");

        browser.evaluate("document.querySelector('#range input:checked').focus()");
        browser.press("ArrowRight");
        browser.await("document.querySelector('#range input:checked').value === '7d'");
        tabTo(CONSUMER + "[data-do=reset]");
        browser.press("Enter");
        browser.await("document.querySelector('#confirm').open");

        assertThat(browser.is("document.querySelector('#confirm').contains(document.activeElement)"))
                .isTrue();
        browser.press("Escape");
        browser.await("!document.querySelector('#confirm').open");
        assertThat(browser.is("document.activeElement.matches(" + Browser.quoted(CONSUMER + "[data-do=reset]") + ")"))
                .as("the focus is where it was")
                .isTrue();
    }

    @Test
    void keepsFocusAndPlaceWhileItRefreshes() {
        Browser browser = dashboard.open();
        browser.evaluate(
                "document.querySelector('#reply-class').focus(); window.scrollTo({top: 700, behavior: 'instant'});"
                        + " document.querySelector('#updated').textContent = 'before'");

        browser.await("document.querySelector('#updated').textContent.startsWith('Updated')");

        assertThat(browser.is("document.activeElement.id === 'reply-class'")).isTrue();
        assertThat(browser.evaluate("Math.round(window.scrollY)").asInt()).isEqualTo(700);
    }

    @Test
    void hasNoSeriousBarrierInLightAndDark() {
        Browser browser = dashboard.open();
        browser.await("document.querySelectorAll('canvas').length > 3");
        assertThat(dashboard.barriers()).isEmpty();
        dashboard.keepPicture("light");
        String light = browser.evaluate("getComputedStyle(document.body).backgroundColor")
                .asText();

        browser.prefers("prefers-color-scheme", "dark");

        assertThat(browser.evaluate("getComputedStyle(document.body).backgroundColor")
                        .asText())
                .isNotEqualTo(light);
        assertThat(dashboard.barriers()).isEmpty();
        dashboard.keepPicture("dark");
    }

    @Test
    void eachChartHasItsNumbersAsATable() {
        Browser browser = dashboard.open();
        browser.await("document.querySelectorAll('canvas').length > 3");

        browser.evaluate("document.querySelectorAll('.chart details').forEach((each) => { each.open = true; })");

        browser.await("[...document.querySelectorAll('.chart')].filter((each) => each.querySelector('canvas'))"
                + ".every((each) => each.querySelector('table th') && each.querySelector('canvas').ariaLabel)");
        assertThat(browser.text("#flow-chart table")).contains("Accepted");
    }

    private static void tabTo(String selector) {
        Browser browser = dashboard.browser();
        for (int i = 0; i < 200; i++) {
            browser.press("Tab");
            if (browser.is("document.activeElement.matches(" + Browser.quoted(selector) + ")")) {
                return;
            }
        }
        throw new AssertionError("The keyboard does not come to " + selector);
    }

    private static JsonNode suspension() throws IOException, InterruptedException {
        return get("/microsoft/lanes/default/consumer").get("suspension");
    }

    private static JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(james.webadmin() + path)).build();
        return new ObjectMapper()
                .readTree(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .body());
    }
}
