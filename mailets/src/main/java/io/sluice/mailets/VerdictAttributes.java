package io.sluice.mailets;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/** Writes a verdict and the reply that it is about on a mail. */
final class VerdictAttributes {
    private VerdictAttributes() {}

    static void set(Mail mail, Reply reply, Verdict verdict) {
        set(mail, SluiceAttributes.CLASS, verdict.deferralClass().token());
        set(mail, SluiceAttributes.SCOPE, verdict.scope().token());
        set(mail, SluiceAttributes.RULE, verdict.ruleId());
        set(mail, SluiceAttributes.ADVICE, verdict.advice());
        set(mail, SluiceAttributes.REPLY, reply.text());
        set(mail, SluiceAttributes.STAGE, reply.stage().token());
        setUnlessEmpty(mail, SluiceAttributes.REMOTE_HOST, reply.remote().name());
        setUnlessEmpty(mail, SluiceAttributes.REMOTE_IP, reply.remote().ip());
    }

    static void set(Mail mail, AttributeName name, String value) {
        mail.setAttribute(new Attribute(name, AttributeValue.of(value)));
    }

    private static void setUnlessEmpty(Mail mail, AttributeName name, String value) {
        if (value.isEmpty()) {
            mail.removeAttribute(name);
        } else {
            set(mail, name, value);
        }
    }
}
