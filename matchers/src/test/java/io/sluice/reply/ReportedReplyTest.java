package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportedReplyTest {
    private static final RemoteHost HOST = new RemoteHost("mx.example.org", "");

    @Test
    void takesATextThatIsAReply() {
        SmtpReply reply = answer("550 5.7.1 Refused", RemoteHost.NONE);

        assertThat(reply.code()).isEqualTo(550);
        assertThat(reply.enhancedCode()).contains(new EnhancedStatusCode(5, 7, 1));
        assertThat(reply.line()).isEqualTo("550 5.7.1 Refused");
    }

    @Test
    void joinsTheLinesOfAReply() {
        assertThat(answer("550-5.7.1 Refused\r\n550 5.7.1 for good", HOST).line())
                .isEqualTo("550 5.7.1 Refused for good");
    }

    @Test
    void findsTheReplyThatExchangeQuotes() {
        SmtpReply reply =
                answer("[{LED=450 4.4.316 Connection refused [Message=Socket error code 10061]};{MSG=}]", HOST);

        assertThat(reply.code()).isEqualTo(450);
        assertThat(reply.enhancedCode()).contains(new EnhancedStatusCode(4, 4, 316));
    }

    @Test
    void takesTheHostFromTheTextWhereNothingElseTellsIt() {
        String text = "delivery temporarily suspended: host mx.example.net[192.0.2.25] said: 451 4.7.1 Later";

        assertThat(answer(text, RemoteHost.NONE).remote()).isEqualTo(new RemoteHost("mx.example.net", "192.0.2.25"));
        assertThat(answer(text, HOST).remote()).isEqualTo(HOST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            host mx.example.org said: 451 4.7.1 Later (in reply to MAIL FROM command)      | MAIL
            host mx.example.org said: 451 4.7.1 Later (in reply to RCPT TO command)        | RCPT
            host mx.example.org said: 451 4.7.1 Later (in reply to DATA command)           | DATA
            host mx.example.org said: 451 4.7.1 Later (in reply to end of DATA command)    | END_OF_DATA
            host mx.example.org said: 451 4.7.1 Later (in reply to EHLO command)           | EHLO
            SMTP error from remote mail server after RCPT TO:<a@example.org>: 451 4.7.1 No | RCPT
            SMTP error from remote mail server after pipelined MAIL FROM:<>: 451 4.7.1 No  | MAIL
            SMTP error from remote mail server after end of data: 451 4.7.1 No             | END_OF_DATA
            SMTP error from remote mail server after initial connection: 451 4.7.1 No      | CONNECT
            451 4.7.1 Later                                                                | OTHER
            """)
    void tellsTheStageWhereTheTextDoes(String text, SmtpStage stage) {
        assertThat(answer(text, HOST).stage()).isEqualTo(stage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            connect to mx.example.org[192.0.2.25]:25: Connection refused                     | CONNECTION_REFUSED
            connect to mx.example.org[192.0.2.25]:25: Connection timed out                   | CONNECT_TIMED_OUT
            connect to mx.example.org[192.0.2.25]:25: No route to host                       | UNREACHABLE
            lost connection with mx.example.org[192.0.2.25] while sending RCPT TO            | CONNECTION_RESET
            conversation with mx.example.org[192.0.2.25] timed out while sending end of data | READ_TIMED_OUT
            Cannot start TLS: handshake failure                                              | TLS_FAILURE
            Host or domain name not found. Name service error for name=a.example type=MX: Host not found, try again | DNS_FAILURE
            Host or domain name not found. Name service error for name=a.example type=AAAA: Host not found | NO_SUCH_DOMAIN
            There are no DNS entries for the hostname Domain : a.example.  I cannot determine where to send this message. | NO_SUCH_DOMAIN
            Temporary problem looking up mail server for host: a.example.  I cannot determine where to send this message. | DNS_FAILURE
            Domain a.example does not accept mail (nullMX)                                   | NULL_MX
            The recipient server did not accept our requests to connect. [192.0.2.25: timed out] | CONNECT_TIMED_OUT
            """)
    void tellsWhyThereIsNoReply(String text, NoReply.Kind kind) {
        Reply reply = ReportedReply.read(text, Optional.of(new EnhancedStatusCode(4, 4, 1)), HOST)
                .orElseThrow();

        assertThat(reply).isInstanceOfSatisfying(NoReply.class, missing -> assertThat(missing.kind())
                .isEqualTo(kind));
        assertThat(reply.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"2.0.0, 250", "4.2.2, 450", "5.1.1, 550"})
    void makesAReplyOfTheStatusWhereTheTextHasNone(String status, int code) {
        Reply reply = ReportedReply.read("so it is", EnhancedStatusCode.parse(status), HOST)
                .orElseThrow();

        assertThat(reply).isInstanceOfSatisfying(SmtpReply.class, answer -> {
            assertThat(answer.code()).isEqualTo(code);
            assertThat(answer.line()).isEqualTo(code + " " + status + " so it is");
        });
    }

    @Test
    void isEmptyWithoutReplyAndStatus() {
        assertThat(ReportedReply.read("Too many retries failure.", Optional.empty(), HOST))
                .isEmpty();
        assertThat(ReportedReply.read("", Optional.empty(), HOST)).isEmpty();
    }

    private static SmtpReply answer(String text, RemoteHost told) {
        return (SmtpReply) ReportedReply.read(text, Optional.empty(), told).orElseThrow();
    }
}
