package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Sender domains as Microsoft sees them, and what is wrong with them, also where the DNS says hostile things. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardSendersTest {
    private static final String HOSTILE = "<img src=x onerror=window.hacked=1>";

    private static WatchedServer server;

    @BeforeAll
    static void start() {
        server = WatchedServer.start((world, setup) -> {
            world.dns()
                    .txt("sender.example", "v=spf1 " + HOSTILE + " -all")
                    .txt("_dmarc.sender.example", "v=DMARC1; p=" + HOSTILE);
            return setup.sluice("posture.period", "1 s").sluice("posture.addresses", "192.0.2.7");
        });
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsWhatIsWrongWithASenderAndWhatToChange() throws Exception {
        server.james().submit(ProbeMail.to("ann@hotmail.com").from("news@sender.example"));
        Dashboard dashboard = server.dashboard();
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
