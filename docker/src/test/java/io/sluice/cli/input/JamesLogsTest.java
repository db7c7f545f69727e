package io.sluice.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sluice's own log lines, and those of stock RemoteDelivery. */
class JamesLogsTest {
    private static final String SLUICE = "2026-11-21T10:02:03.456Z INFO  i.s.d.EntryDelivery - Mail m1-0 ";
    private static final String STOCK = "10:02:03.456 [INFO ] o.a.j.t.m.r.d.MailDelivrer - ";

    @Test
    void readsADeferralThatSluiceLogs() {
        Sighting sighting = Reading.one(SLUICE + "deferred for *@contoso.com over lane 192.0.2.7/business by"
                + " contoso-com.mail.protection.outlook.com[192.0.2.25]: 451 4.7.500 Server busy. (AS843) [AB"
                + " 2026-01-02T03:04:05Z 08DE] [source-throttled, stage=rcpt, marks=AS843, session=08DE]");

        assertThat(sighting.reply().text())
                .isEqualTo("451 4.7.500 Server busy. (AS843) [AB 2026-01-02T03:04:05Z 08DE]");
        assertThat(sighting.reply().recipient()).contains("*@contoso.com");
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.RCPT);
        assertThat(sighting.reply().remote().ip()).isEqualTo("192.0.2.25");
        assertThat(sighting.time()).contains(Instant.parse("2026-11-21T10:02:03Z"));
    }

    @Test
    void takesTheServiceFromTheLaneWhereNobodyAnswered() {
        Sighting sighting = Reading.one(
                SLUICE
                        + "failed for ann@hotmail.com over lane default/consumer by nobody: connection refused [no-connection]");

        assertThat(sighting.service()).contains(Service.CONSUMER);
        assertThat(sighting.reply()).isInstanceOfSatisfying(NoReply.class, missing -> assertThat(missing.kind())
                .isEqualTo(NoReply.Kind.CONNECTION_REFUSED));
    }

    @Test
    void readsTheCommandAndTheReplyOfStockJamesWithDebug() {
        Sighting sighting = Reading.one(STOCK
                + "SMTP SEND FAILED: Command [Optional[RCPT TO:<bob@contoso.com>]] RetCode: [Optional[550]] Response[550"
                + " 5.4.1 Recipient address rejected: Access denied. AS(201806281)\n]");

        assertThat(sighting.reply().text())
                .isEqualTo("550 5.4.1 Recipient address rejected: Access denied. AS(201806281)");
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.RCPT);
    }

    @Test
    void putsAReplyOfManyLinesTogether() {
        Sighting sighting =
                Reading.one("10:02:03.456 [DEBUG] o.a.j.t.m.r.d.MailDelivrer - Exception delivering message (m1)"
                        + " - 550-5.7.1 Sorry,\n550-5.7.1 no.\n550 5.7.1 Ask your provider. (S3150)\n");

        assertThat(sighting.reply().text()).isEqualTo("550 5.7.1 Sorry, no. Ask your provider. (S3150)");
    }

    @Test
    void readsWhatAHostSaidAboutARecipient() {
        Sighting sighting =
                Reading.one("10:02:03.456 [DEBUG] o.a.j.t.m.r.d.MailDelivrer - Permanent exception delivering"
                        + " mail (m1). RemoteHost said: ( bob@contoso.com - [550 5.1.10 RESOLVER.ADR.RecipientNotFound; Not"
                        + " found\n] ): ");

        assertThat(sighting.reply().text()).isEqualTo("550 5.1.10 RESOLVER.ADR.RecipientNotFound; Not found");
        assertThat(sighting.reply().recipient()).contains("bob@contoso.com");
    }

    @Test
    void readsTheNumberThatTheMailLibraryKeepsOfAGreeting() {
        Sighting sighting = Reading.one(STOCK
                + "Could not connect to SMTP host: hotmail-com.olc.protection.outlook.com, port: 25, response: 421");

        assertThat(sighting.reply().text()).isEqualTo("421");
        assertThat(sighting.reply().stage()).isEqualTo(SmtpStage.CONNECT);
        assertThat(sighting.service()).contains(Service.CONSUMER);
    }

    @Test
    void readsThatNobodyCouldBeReached() {
        Sighting sighting = Reading.one(STOCK + "Couldn't connect to host, port: mx.example.org, 25; timeout 60000");

        assertThat(sighting.reply()).isInstanceOf(NoReply.class);
        assertThat(sighting.reply().remote().name()).isEqualTo("mx.example.org");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SLUICE + "delivered over lane default/business to [bob@contoso.com]",
                STOCK + "No mail server found for: example.org",
                "10:02:03.456 [INFO ] o.a.j.t.m.r.d.MailDelivrerToHost - Mail (m1) with messageId <a@b> sent successfully to"
                        + " mx at 192.0.2.25 from a@b for [bob@contoso.com]",
                "10:02:03.456 [INFO ] o.a.j.p.n.BasicChannelInboundHandler - Connection established from 192.0.2.25",
                "java.lang.IllegalStateException: 42",
                "\tat org.apache.james.Main.main(Main.java:451)"
            })
    void leavesOtherLinesAlone(String line) {
        assertThat(Reading.text(line)).isEmpty();
    }
}
