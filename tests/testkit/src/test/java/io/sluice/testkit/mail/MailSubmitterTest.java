package io.sluice.testkit.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MailSubmitterTest {

    private final SimulatedReceiver receiver =
            SimulatedReceiver.named("mx.example.org").start();
    private final MailSubmitter submitter =
            new MailSubmitter(new InetSocketAddress(receiver.address(), receiver.port()));

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void submitsOverSeveralConnections() {
        List<ProbeMail> mails =
                Stream.generate(() -> ProbeMail.to("a@contoso.com")).limit(50).toList();

        Submission submission = submitter.submit(mails, 4);

        assertThat(submission.complete().acknowledged()).containsExactlyInAnyOrderElementsOf(mails);
        assertThat(receiver.ledger().deliveries(ProbeMail.ID_HEADER)).hasSize(50);
        assertThat(receiver.ledger().connections()).isEqualTo(4);
    }

    @Test
    void sendsTheWantedSize() {
        submitter.submit(List.of(ProbeMail.to("a@contoso.com").sized(4096)), 1).complete();

        assertThat(receiver.ledger().accepted())
                .singleElement()
                .extracting(AcceptedMail::size)
                .isEqualTo(4096);
    }

    @Test
    void tellsWhatWasRefused() {
        receiver.when(Stage.MAIL).answers("451 4.3.0 no");

        Submission submission = submitter.submit(List.of(ProbeMail.to("a@contoso.com")), 1);

        assertThat(submission.acknowledged()).isEmpty();
        assertThatThrownBy(submission::complete)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("451 4.3.0 no");
    }

    @Test
    void countsAMailWithoutAnswerAsNotAcknowledged() {
        receiver.when(Stage.END_OF_DATA).acceptsAndLosesTheReply();

        Submission submission =
                submitter.submit(List.of(ProbeMail.to("a@contoso.com"), ProbeMail.to("b@contoso.com")), 1);

        assertThat(submission.refused()).hasSize(2);
        assertThat(receiver.ledger().acceptedMails()).isEqualTo(1);
    }
}
