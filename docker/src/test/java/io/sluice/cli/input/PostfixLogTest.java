package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostfixLogTest {
    private static final String CLIENT = "Nov 21 10:02:03 mx1 postfix/smtp[1234]: 4ABCD1234: ";
    private static final String TO =
            CLIENT + "to=<bob@contoso.com>, relay=contoso-com.mail.protection.outlook.com[192.0.2.25]:25, delay=1.2,"
                    + " delays=0.01/0/1/0.2, dsn=4.7.500, ";

    @Test
    void readsADeferralWithItsHostStageRecipientAndTime() {
        Sighting sighting = Reading.one(TO + "status=deferred (host contoso-com.mail.protection.outlook.com[192.0.2.25]"
                + " said: 451 4.7.500 Server busy. Please try again later from [198.51.100.9]. (AS77714) (in reply to RCPT"
                + " TO command))");

        SmtpReply reply = (SmtpReply) sighting.reply();
        assertThat(reply.line())
                .isEqualTo("451 4.7.500 Server busy. Please try again later from [198.51.100.9]. (AS77714)");
        assertThat(reply.stage()).isEqualTo(SmtpStage.RCPT);
        assertThat(reply.remote().name()).isEqualTo("contoso-com.mail.protection.outlook.com");
        assertThat(reply.remote().ip()).isEqualTo("192.0.2.25");
        assertThat(reply.recipient()).contains("bob@contoso.com");
        assertThat(sighting.service()).contains(Service.BUSINESS);
        assertThat(sighting.time()).contains(Instant.parse("2026-11-21T10:02:03Z"));
        assertThat(sighting.line()).isEqualTo(1);
    }

    @Test
    void readsStampsWithDateAndOffset() {
        String line = TO.replace("Nov 21 10:02:03", "2026-11-21T10:02:03.123456+01:00")
                + "status=bounced (host mx.example.org[192.0.2.25] said: 550 5.1.1 No (in reply to end of DATA command))";

        Sighting sighting = Reading.one(line);

        assertThat(sighting.time()).contains(Instant.parse("2026-11-21T09:02:03Z"));
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.END_OF_DATA);
    }

    @Test
    void takesAMonthThatIsStillToComeAsLastYears() {
        Sighting sighting =
                Reading.one(TO.replace("Nov 21", "Dec  3") + "status=deferred (host a.b[192.0.2.25] said: 451 Busy)");

        assertThat(sighting.time()).contains(Instant.parse("2025-12-03T10:02:03Z"));
    }

    @Test
    void readsARefusedGreeting() {
        Sighting sighting = Reading.one(
                TO + "status=deferred (host mx.example.org[192.0.2.25] refused to talk to me: 421 4.3.2 Not now)");

        assertThat(sighting.reply().text()).isEqualTo("421 4.3.2 Not now");
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.CONNECT);
    }

    @Test
    void readsTheReplyOfAHostBeforeTheNextOneIsTried() {
        Sighting sighting = Reading.one(
                CLIENT + "host mx1.example.org[192.0.2.25] said: 451 4.3.2 Not now (in reply to MAIL FROM command)");

        assertThat(sighting.reply().text()).isEqualTo("451 4.3.2 Not now");
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.MAIL);
    }

    @Test
    void readsTheReplyThatSuspendsADestination() {
        Sighting sighting = Reading.one(TO.replace("/smtp[", "/error[")
                + "status=deferred (delivery temporarily suspended: host mx.example.org[192.0.2.25] refused to talk to me:"
                + " 421 4.3.2 Not now)");

        assertThat(sighting.reply().text()).isEqualTo("421 4.3.2 Not now");
    }

    @Test
    void keepsAReplyOfManyLinesThatPostfixWritesInOne() {
        Sighting sighting =
                Reading.one(TO + "status=bounced (host mx.example.org[192.0.2.25] said: 550-5.7.1 Sorry. 550"
                        + " 5.7.1 Ask your provider. (in reply to MAIL FROM command))");

        assertThat(sighting.reply().text()).startsWith("550 5.7.1 Sorry.").endsWith("Ask your provider.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CONNECTION_REFUSED | CONNECT | connect to mx.example.org[192.0.2.25]:25: Connection refused",
                "CONNECT_TIMED_OUT | CONNECT | connect to mx.example.org[192.0.2.25]:25: Connection timed out",
                "UNREACHABLE | CONNECT | connect to mx.example.org[2001:db8::1]:25: Network is unreachable",
                "CONNECTION_RESET | DATA | lost connection with mx.example.org[192.0.2.25] while sending message body",
                "CONNECTION_RESET | RCPT | lost connection with mx.example.org[192.0.2.25] while sending RCPT TO",
                "READ_TIMED_OUT | CONNECT | conversation with mx.example.org[192.0.2.25] timed out while receiving the"
                        + " initial server greeting",
                "READ_TIMED_OUT | END_OF_DATA | conversation with mx.example.org[192.0.2.25] timed out while sending end"
                        + " of data -- message may be sent more than once",
                "TLS_FAILURE | STARTTLS | TLS is required, but was not offered by host mx.example.org[192.0.2.25]",
                "TLS_FAILURE | STARTTLS | Server certificate not trusted",
                "DNS_FAILURE | CONNECT | Host or domain name not found. Name service error for name=example.org type=MX:"
                        + " Host not found, try again",
                "NO_SUCH_DOMAIN | CONNECT | Host or domain name not found. Name service error for name=nix.example"
                        + " type=A: Host not found",
                "NULL_MX | CONNECT | Domain example.org does not accept mail (nullMX)"
            })
    void readsWhatHappenedInsteadOfAReply(NoReply.Kind kind, SmtpStage stage, String reason) {
        Sighting sighting = Reading.one(TO + "status=deferred (" + reason + ")");

        assertThat(sighting.reply()).isInstanceOfSatisfying(NoReply.class, missing -> {
            assertThat(missing.kind()).isEqualTo(kind);
            assertThat(missing.stage()).isEqualTo(stage);
            assertThat(missing.detail()).isEqualTo(reason);
        });
    }

    @Test
    void namesTheHostThatDidNotAnswer() {
        Sighting sighting = Reading.one(
                TO
                        + "status=deferred (connect to hotmail-com.olc.protection.outlook.com[192.0.2.25]:25: Connection timed out)");

        assertThat(sighting.reply().remote().name()).isEqualTo("hotmail-com.olc.protection.outlook.com");
        assertThat(sighting.service()).contains(Service.CONSUMER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TO + "status=sent (250 2.6.0 <m1@example.com> Queued mail for delivery)",
                TO + "status=deferred (mail for example.org loops back to myself)",
                TO + "status=deferred (unknown mail transport error)",
                "Nov 21 10:02:03 mx1 postfix/qmgr[12]: 4ABCD1234: from=<a@example.com>, size=1234, nrcpt=1 (queue active)",
                "Nov 21 10:02:03 mx1 postfix/smtpd[12]: NOQUEUE: reject: RCPT from unknown[192.0.2.66]: 554 5.7.1"
                        + " <a@example.com>: Relay access denied; from=<b@example.net> to=<a@example.com> proto=ESMTP",
                "Nov 21 10:02:03 mx1 postfix/local[12]: 4ABCD1234: to=<root@mx1>, relay=local, status=bounced (unknown"
                        + " user: \"root\")",
                "Nov 21 10:02:03 mx1 postfix/smtp[12]: connect to mx.example.org[192.0.2.25]:25: Connection refused"
            })
    void leavesLinesWithoutAReplyOfAReceiverAlone(String line) {
        assertThat(Reading.text(line)).isEmpty();
    }

    @Test
    void doesNotTakeTheServiceFromANameThatLooksAlike() {
        Sighting sighting = Reading.one(TO
                + "status=bounced (host mail.protection.outlook.com.example[192.0.2.25] said: 550 5.1.1 No (in reply to RCPT TO"
                + " command))");

        assertThat(sighting.service()).isEqualTo(Optional.empty());
    }
}
