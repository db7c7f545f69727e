package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.Mails;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.junit.jupiter.api.Test;

class VerdictAttributesTest {
    private static final Verdict VERDICT = Verdicts.verdict(DeferralClass.OUTAGE, Scope.SERVICE, Remedy.WAIT);

    private final Mail mail = FakeMail.builder().name("mail").build();

    VerdictAttributesTest() throws Exception {}

    @Test
    void sayWhatWasUnderstoodOfAReply() {
        SmtpReply reply = Verdicts.reply(Mails.REPLY_WITH_PARTS, SmtpStage.RCPT);

        VerdictAttributes.of(VERDICT.withParts(ReplyParts.of(reply)), reply).setOn(mail);

        assertThat(text(SluiceAttributes.CLASS)).isEqualTo("outage");
        assertThat(text(SluiceAttributes.REPLY)).isEqualTo(Mails.REPLY_WITH_PARTS);
        assertThat(text(SluiceAttributes.STAGE)).isEqualTo("rcpt");
        assertThat(text(SluiceAttributes.REMOTE_HOST)).isEqualTo("mx.test");
        assertThat(text(SluiceAttributes.FOREST)).isEqualTo("namprd03");
        assertThat(value(SluiceAttributes.UNKNOWN)).isEqualTo(false);
    }

    @Test
    void areAbsentForWhatIsNotThere() {
        SmtpReply reply = SmtpReply.of("451 4.3.2 Busy", SmtpStage.RCPT, RemoteHost.NONE);

        VerdictAttributes.of(VERDICT.asUnknown(), reply).setOn(mail);

        assertThat(mail.attributeNames())
                .extracting(AttributeName::asString)
                .containsExactlyInAnyOrder(
                        "sluice.class",
                        "sluice.scope",
                        "sluice.rule",
                        "sluice.advice",
                        "sluice.reply",
                        "sluice.stage",
                        "sluice.unknown");
        assertThat(value(SluiceAttributes.UNKNOWN)).isEqualTo(true);
    }

    @Test
    void replaceAllOfAnEarlierVerdict() {
        SmtpReply earlier = Verdicts.reply(Mails.REPLY_WITH_PARTS, SmtpStage.RCPT);
        VerdictAttributes.of(VERDICT.withParts(ReplyParts.of(earlier)), earlier).setOn(mail);
        SmtpReply later = SmtpReply.of("451 4.3.2 Busy", SmtpStage.RCPT, RemoteHost.NONE);

        VerdictAttributes.of(VERDICT, later).setOn(mail);

        assertThat(mail.attributeNames())
                .doesNotContain(SluiceAttributes.MARKS, SluiceAttributes.REMOTE_HOST, SluiceAttributes.SESSION);
    }

    private String text(AttributeName name) {
        return (String) value(name);
    }

    private Object value(AttributeName name) {
        return AttributeUtils.getAttributeValueFromMail(mail, name).orElseThrow();
    }
}
