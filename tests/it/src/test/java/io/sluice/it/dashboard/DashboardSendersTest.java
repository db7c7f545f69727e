package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Sender domains as Microsoft sees them, and what is wrong with them, also where the DNS says hostile things. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardSendersTest {
    private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

    private static MicrosoftWorld world;
    private static JamesServer james;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        world.dns()
                .txt("sender.example", "v=spf1 " + HOSTILE + " -all")
                .txt("_dmarc.sender.example", "v=DMARC1; p=" + HOSTILE);
        james = world.james()
                .withFastLanes()
                .configure(configuration ->
                        configuration.sluice("posture.period", "1 s").sluice("posture.addresses", "192.0.2.7"))
                .mailet("MicrosoftRemoteDelivery", "verifyServerIdentity", "false")
                .mailet("MicrosoftRemoteDelivery", "mail.smtp.ssl.trust", "*")
                .start();
        dashboard = new Dashboard(james);
    }

    @AfterAll
    static void stop() {
        dashboard.close();
        james.close();
        world.close();
    }

    @Test
    void showsWhatIsWrongWithASenderAndWhatToChange() throws Exception {
        james.submit(ProbeMail.to("ann@hotmail.com").from("news@sender.example"));
        Browser browser = dashboard.open();

        dashboard.awaitText("#senders", "sender.example");
        dashboard.awaitText("#senders", "spf.record");
        dashboard.awaitText("#problems", "Microsoft will not trust mail of sender.example");

        browser.click("#senders button");
        dashboard.awaitText("#detail-body", "spf.record");
        dashboard.awaitText("#detail-body", "To do:");
        dashboard.keepPicture("senders");
        assertThat(browser.is("window.hacked === undefined")).isTrue();
        assertThat(dashboard.barriers()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
    }
}
