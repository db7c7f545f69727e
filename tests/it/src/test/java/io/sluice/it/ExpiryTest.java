package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mail that waited for too long goes back with what Microsoft said last. */
class ExpiryTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "maxAge", "3 sec"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void everybodyIsFriendly() {
        sluice.reset();
    }

    @Test
    void bouncesWithTheLastReply() {
        sluice.consumer().smtp().when(Stage.RCPT).first(1).answers("450 4.2.1 The first reply, which is not the last");
        sluice.consumer().smtp().when(Stage.MAIL).after(1).answers(c -> sluice.consumer()
                .replies()
                .s775(c.peer()));
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        assertThat(bounced.attribute("delivery-error"))
                .startsWith("451 4.7.650")
                .contains("(S775)");
        assertThat(bounced.attribute("delivery-error-code")).isEqualTo("451");
        assertThat(bounced.attribute("is-delivery-permanent-error")).isEqualTo("false");
        assertThat(bounced.attribute("sluice.class")).isEqualTo("ip-reputation-throttle");
        assertThat(Integer.parseInt(bounced.attribute("sluice.attempts"))).isGreaterThan(1);
        String notification = sluice.awaitNotification(mail);
        assertThat(notification).contains("ann@hotmail.com").contains("4.7.650").contains("S775");
        sluice.awaitNothingLeft();
        assertThat(sluice.bounced().of(mail)).hasSize(1);
        assertThat(sluice.consumer().ledger().acceptedMails()).isZero();
    }

    @Test
    void alsoGivesUpMailOfTheNullSender() {
        sluice.consumer().throttles();
        ProbeMail mail = ProbeMail.to("ann@hotmail.com").from("");

        sluice.submit(mail);

        KeptMail bounced = sluice.bounced().await(mail);
        assertThat(bounced.sender()).isEmpty();
        assertThat(bounced.attribute("delivery-error")).contains("(S775)");
    }

    @Test
    void givesUpMailThatWaitsBehindAClosedLane() {
        sluice.consumer().throttles();
        long before = givenUp();
        ProbeMail first = ProbeMail.to("first@hotmail.com");
        sluice.submit(first);
        sluice.consumer().ledger().awaitRefusals(1, Awaiting.SOON);
        List<ProbeMail> others = IntStream.range(0, 10)
                .mapToObj(number -> ProbeMail.to("user" + number + "@hotmail.com"))
                .toList();

        sluice.submit(others);

        others.forEach(mail -> assertThat(sluice.bounced().await(mail).attribute("delivery-error-code"))
                .isEqualTo("451"));
        sluice.awaitNothingLeft();
        others.forEach(mail -> assertThat(sluice.bounced().of(mail)).hasSize(1));
        assertThat(givenUp() - before).isEqualTo(11);
    }

    /** Time may run out while the mail waits, or in an attempt, which is then counted by its class. */
    private static long givenUp() {
        LaneLine lane = sluice.consumerLane();
        return lane.expired()
                + lane.failed().values().stream().mapToLong(Long::longValue).sum();
    }
}
