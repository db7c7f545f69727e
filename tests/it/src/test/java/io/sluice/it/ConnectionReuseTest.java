package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.SessionRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections as the receiver counts them. */
class ConnectionReuseTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.mailet(Sluice.MAILET, "idleTimeout", "5 minutes"));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @BeforeEach
    void theServerRunsAndEverybodyIsFriendly() {
        if (!sluice.james().isRunning()) {
            sluice.james().start();
        }
        sluice.reset();
    }

    @Test
    void carriesManyMailsOverFewConnections() {
        List<ProbeMail> mails = mails(200);

        sluice.submit(mails);

        assertThat(sluice.awaitDelivered(mails)).hasSize(200).allSatisfy(Sluice::once);
        // Begins with five; nothing is refused, and the answers are what it waits for: so it learns, up to twenty.
        assertThat(sluice.consumer().ledger().mostConnections()).isBetween(4, 20);
        assertThat(sluice.consumer().ledger().connections()).isBetween(4L, 24L);
        assertThat(sluice.consumer().smtp().sessions())
                .allSatisfy(session -> assertThat(session.accepted()).isLessThanOrEqualTo(50));
    }

    @Test
    void sendsNoMoreThanFiftyMessagesOverOneConnection() {
        List<ProbeMail> mails = mails(120);
        mails.forEach(mail -> {
            sluice.submit(mail);
            sluice.world().awaitDelivered(List.of(mail), Awaiting.SOON);
        });

        List<SessionRecord> sessions = sluice.consumer().smtp().sessions();

        assertThat(sessions).extracting(SessionRecord::accepted).allMatch(accepted -> accepted <= 50);
        assertThat(sluice.consumer().ledger().connections()).isBetween(3L, 5L);
    }

    @Test
    void noticesABrokenConnectionBeforeItsUse() {
        ProbeMail first = ProbeMail.to("ann@hotmail.com");
        ProbeMail second = ProbeMail.to("ann@hotmail.com");
        sluice.submit(first);
        sluice.awaitDelivered(first);
        sluice.consumer().smtp().dropConnections();

        sluice.submit(second);

        assertThat(sluice.awaitDelivered(second)).hasSize(1).allSatisfy(Sluice::once);
        assertThat(sluice.deferred().of(second)).isEmpty();
        assertThat(sluice.consumer().ledger().connections()).isEqualTo(2);
    }

    @Test
    void saysGoodbyeWhenTheServerStops() {
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");
        sluice.submit(mail);
        sluice.awaitDelivered(mail);

        sluice.james().stop();

        sluice.consumer().ledger().awaitNoConnection(Awaiting.SOON);
        assertThat(sluice.consumer().smtp().sessions()).hasSize(1).allMatch(SessionRecord::quit);
    }

    private static List<ProbeMail> mails(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> ProbeMail.to("user" + number + "@hotmail.com"))
                .toList();
    }
}
