package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyRedactorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "550 5.1.99 <bob@contoso.com>: no| 550 5.1.99 <<address>>: no",
                "550 RCPT TO:bob@contoso.com. No| 550 RCPT TO:<address>. No",
                "451 Slow down [192.0.2.7]:25, 2001:db8::7| 451 Slow down [<ip>]:25, <ip>",
                "451 client=192.0.2.7:25 net 192.0.2.0/24| 451 client=<ip>:25 net <ip>/24",
                "451 IPv6:2001:db8::7 refused| 451 IPv6:<ip> refused",
                "550 Domain 'contoso.com' is off.| 550 Domain '<host>' is off.",
                "550 at contoso-com.mail.protection.outlook.com| 550 at <host>.mail.protection.outlook.com",
                "550 contoso.onmicrosoft.com, bücher.example| 550 <host>.onmicrosoft.com, <host>",
                "451 Busy [DB7PR04MB4321.eurprd04.prod.outlook.com 2026-03-02T07:08:09.123Z 08DE6A1B2C3D]"
                        + "| 451 Busy [<host>.prod.outlook.com <time> <id>]",
                "451 [MxId=11BAE3D2C0F41A27] <123.456@mx.contoso.com>| 451 [MxId=<id>] <<address>>",
                "550 /o=ExchangeLabs/ou=Group/cn=Recipients/cn=bob no| 550 <name> no",
                "550 see https://contoso.com/bob?x=1 or https://aka.ms/postmaster?ip=192.0.2.7"
                        + "| 550 see <link> or https://aka.ms/postmaster",
                "550 Hostname=mx.contoso.com queue 1234567| 550 Hostname=<host> queue <number>",
            })
    void takesOutWhatBelongsToSomebodyOrDiffersEachTime(String reply, String redacted) {
        assertThat(ReplyRedactor.redact(reply)).isEqualTo(redacted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "451 4.7.599 Slow down. (S77714) AS(201806271) AS16012607 ATTR55.1 RP-001",
                "432 4.3.2 STOREDRV.Deliver; can't be done",
                "554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; no",
                "550 5.1.10 RESOLVER.ADR.RecipientNotFound; no",
                "451 4.7.0 PRX9 ErrorCode 10054, TLS1.2",
            })
    void leavesWhatMicrosoftMeansByIt(String reply) {
        assertThat(ReplyRedactor.redact(reply)).isEqualTo(reply);
    }

    @Test
    void cutsALongReply() {
        assertThat(ReplyRedactor.redact("450 " + "word ".repeat(500))).hasSizeLessThanOrEqualTo(ReplyRedactor.LONGEST);
    }

    @Property
    void leavesNoAddressWhateverStandsAround(@ForAll @StringLength(max = 20) String before) {
        String redacted = ReplyRedactor.redact("450 " + before + " <bob@contoso.com> [192.0.2.7] mx.contoso.com");

        assertThat(redacted).doesNotContain("bob@contoso", "192.0.2.7", "contoso.com");
    }

    @Property
    void neverThrows(@ForAll @StringLength(max = 200) String text) {
        assertThat(ReplyRedactor.redact(text)).hasSizeLessThanOrEqualTo(ReplyRedactor.LONGEST);
    }
}
