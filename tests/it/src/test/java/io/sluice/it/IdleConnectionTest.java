package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.SessionRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that nobody uses do not stay. */
@ExtendWith(SharedSluice.class)
class IdleConnectionTest {
    private final Sluice sluice;

    IdleConnectionTest(Sluice sluice) {
        this.sluice = sluice;
    }

    @Test
    void saysGoodbyeToIdleConnections() {
        ProbeMail mail = ProbeMail.to("ann@hotmail.com");
        sluice.submit(mail);
        sluice.awaitDelivered(mail);
        assertThat(sluice.consumer().ledger().openConnections()).isEqualTo(1);

        sluice.consumer().ledger().awaitNoConnection(Awaiting.SOON);

        assertThat(sluice.consumer().smtp().sessions()).hasSize(1).allMatch(SessionRecord::quit);
    }
}
