package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testkit.mail.EsmtpParameters;
import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The deadline that an application says with MAIL (RFC 2852), as for a one-time password. */
class DeliverByTest {
    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration.edit(
                "smtpserver.xml",
                xml -> xml.replace(
                        "<handler class=\"io.sluice.smtp.BackPressure\">",
                        "<handler class=\"io.sluice.smtp.DeliverBy\"/>\n"
                                + "<handler class=\"io.sluice.smtp.BackPressure\">"))));
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
    void doesNotSendAMailWhoseDeadlineIsOver() {
        sluice.consumer().throttles();
        ProbeMail late = ProbeMail.to("late@hotmail.com");
        submit(late, "BY=2;R");
        ProbeMail inTime = ProbeMail.to("in-time@hotmail.com");
        submit(inTime, "BY=600;R");

        KeptMail bounced = sluice.bounced().await(late);
        sluice.consumer().recovers();

        assertThat(sluice.awaitDelivered(inTime)).allSatisfy(Sluice::once);
        assertThat(bounced.attribute("sluice.expired")).isEqualTo("deadline");
        assertThat(sluice.consumer().ledger().acceptedMails()).isEqualTo(1);
    }

    @Test
    void goesOnTryingWhenTheSenderWantsANoticeOnly() {
        sluice.consumer().throttles();
        ProbeMail mail = ProbeMail.to("notify@hotmail.com");
        submit(mail, "BY=1;N");
        Awaiting.throughout(Duration.ofSeconds(3), "it waits", () -> sluice.bounced()
                .of(mail)
                .isEmpty());

        sluice.consumer().recovers();

        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
    }

    @Test
    void refusesADeadlineThatIsNone() {
        assertThatThrownBy(() -> submit(ProbeMail.to("ann@hotmail.com"), "BY=soon;R"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("501 5.5.4");
    }

    @Test
    void doesNotPromiseToClientsWhatMicrosoftDoesNotKeep() throws IOException {
        assertThat(ehlo()).anyMatch(line -> line.contains("PIPELINING")).noneMatch(line -> line.contains("DELIVERBY"));
    }

    private static void submit(ProbeMail mail, String parameters) {
        new MailSubmitter(sluice.james().smtp()).submit(mail, new EsmtpParameters(parameters, ""), mail.content());
    }

    private static List<String> ehlo() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(sluice.james().smtp(), 30_000);
            socket.setSoTimeout(30_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            socket.getOutputStream().write("EHLO application.example\r\n".getBytes(StandardCharsets.US_ASCII));
            List<String> lines = new ArrayList<>();
            do {
                lines.add(in.readLine());
            } while (lines.get(lines.size() - 1).startsWith("250-"));
            return lines;
        }
    }
}
