package io.sluice.it.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Whose fault it is stands first on the page. */
@EnabledIf(value = "io.sluice.it.dashboard.Browser#isInstalledOrRequired", disabledReason = "Chromium is not installed")
class DashboardIncidentTest {
    private static MicrosoftWorld world;
    private static JamesServer james;
    private static Dashboard dashboard;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        james = world.james()
                .withFastLanes()
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
    void theCauseComesBeforeTheLanesThatSufferFromIt() throws Exception {
        world.consumer().blocks();
        james.submit(ProbeMail.to("ann@hotmail.com"));
        Browser browser = dashboard.open();

        dashboard.awaitText("#problems li:first-child", "refuses mail of address default");

        dashboard.awaitText("#problems li:first-child", "mails were refused so");
        dashboard.awaitText("#problems li:first-child", "To do: ");
        dashboard.awaitText("#problems li:nth-child(2)", "Microsoft shuts out");
        assertThat(browser.complaints()).isEmpty();
    }
}
