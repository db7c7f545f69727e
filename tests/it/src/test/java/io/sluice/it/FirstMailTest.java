package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FirstMailTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static MicrosoftWorld world;
    private static JamesServer james;

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start();
        james = world.james()
                .mailet("MicrosoftRemoteDelivery", "retry.ip-reputation-throttle", "1 sec to 2 sec")
                .start();
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        world.reset();
    }

    @Test
    void deliversOneMailToConsumerBusinessAndOtherRecipients() {
        ProbeMail mail = ProbeMail.to("ann@hotmail.com", "bob@contoso.com", "cat@example.org");

        james.submit(mail);

        assertThat(world.awaitDelivered(List.of(mail), SOON)).hasSize(3).containsValue(1);
    }

    @Test
    void waitsWhenTheSourceIsRateLimitedAndDeliversLater() {
        world.consumer().throttles(1);
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        james.submit(mail);

        assertThat(world.awaitDelivered(List.of(mail), SOON)).containsValue(1);
        assertThat(world.consumer().ledger().refusalCount()).isEqualTo(1);
        assertThat(james.logs()).contains("ip-reputation-throttle");
    }
}
