package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Whose fault it is stands first on the page. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardIncidentTest {
    private static WatchedServer server;

    @BeforeAll
    static void start() {
        server = WatchedServer.start((world, setup) -> setup);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theCauseComesBeforeTheLanesThatSufferFromIt() throws Exception {
        server.world().consumer().blocks();
        server.james().submit(ProbeMail.to("ann@hotmail.com"));
        Dashboard dashboard = server.dashboard();
        Browser browser = dashboard.open();

        dashboard.awaitText("#problems li:first-child", "refuses mail of address default");

        dashboard.awaitText("#problems li:first-child", "mails were refused so");
        dashboard.awaitText("#problems li:first-child", "To do: ");
        dashboard.awaitText("#problems li:nth-child(2)", "Microsoft shuts out");
        assertThat(browser.complaints()).isEmpty();
    }
}
