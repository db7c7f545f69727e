package io.sluice.delivery;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.Deferral;
import io.sluice.reply.FrontEnd;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Verdict;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * The attributes that say how a reply was understood: class, scope, rule, advice, the reply itself, who said it, and its
 * parts. Attributes of what is not there are absent. Immutable.
 */
public final class VerdictAttributes {
    private static final List<AttributeName> ALL = List.of(
            SluiceAttributes.CLASS,
            SluiceAttributes.SCOPE,
            SluiceAttributes.RULE,
            SluiceAttributes.ADVICE,
            SluiceAttributes.REPLY,
            SluiceAttributes.STAGE,
            SluiceAttributes.REMOTE_HOST,
            SluiceAttributes.REMOTE_IP,
            SluiceAttributes.UNKNOWN,
            SluiceAttributes.MARKS,
            SluiceAttributes.AGENT,
            SluiceAttributes.AGENT_CODE,
            SluiceAttributes.MX_ID,
            SluiceAttributes.STORE_DRIVER,
            SluiceAttributes.FRONT_END,
            SluiceAttributes.FOREST,
            SluiceAttributes.REGION,
            SluiceAttributes.REPLY_TIME,
            SluiceAttributes.SESSION,
            SluiceAttributes.NAMED_ADDRESS,
            SluiceAttributes.NAMED_DOMAIN);

    private final List<Attribute> attributes;

    private VerdictAttributes(Deferral why, String reply) {
        List<Attribute> all = new ArrayList<>();
        add(all, SluiceAttributes.CLASS, why.deferralClass().token());
        add(all, SluiceAttributes.SCOPE, why.scope().token());
        add(all, SluiceAttributes.RULE, why.ruleId());
        add(all, SluiceAttributes.ADVICE, why.advice());
        add(all, SluiceAttributes.REPLY, reply);
        add(all, SluiceAttributes.STAGE, why.stage().token());
        addRemote(all, why.remote());
        all.add(new Attribute(SluiceAttributes.UNKNOWN, AttributeValue.of(!why.known())));
        addParts(all, why.parts());
        this.attributes = List.copyOf(all);
    }

    /** The attributes for a reply that was just classified. */
    public static VerdictAttributes of(Verdict verdict, Reply reply) {
        // The times of deferrals are none of these attributes.
        Instant any = Instant.EPOCH;
        return of(Deferral.of(verdict, reply.stage(), reply.remote(), any, any), reply.text());
    }

    /** The attributes for a reply that an entry of the outbox waits because of. */
    public static VerdictAttributes of(Deferral why, String reply) {
        return new VerdictAttributes(why, reply);
    }

    /** Sets them, and takes away what an earlier verdict left on the mail. */
    public void setOn(Mail mail) {
        removeFrom(mail);
        attributes.forEach(mail::setAttribute);
    }

    /** Takes away what a verdict left on the mail. */
    static void removeFrom(Mail mail) {
        ALL.forEach(mail::removeAttribute);
    }

    private static void addRemote(List<Attribute> all, RemoteHost remote) {
        if (!remote.name().isEmpty()) {
            add(all, SluiceAttributes.REMOTE_HOST, remote.name());
        }
        if (!remote.ip().isEmpty()) {
            add(all, SluiceAttributes.REMOTE_IP, remote.ip());
        }
    }

    private static void addParts(List<Attribute> all, ReplyParts parts) {
        if (!parts.marks().isEmpty()) {
            add(all, SluiceAttributes.MARKS, String.join(",", parts.marks()));
        }
        add(all, SluiceAttributes.AGENT, parts.agent());
        add(all, SluiceAttributes.AGENT_CODE, parts.agentCode());
        add(all, SluiceAttributes.MX_ID, parts.mxId());
        add(all, SluiceAttributes.STORE_DRIVER, parts.storeDriver());
        add(all, SluiceAttributes.FRONT_END, parts.frontEnd().map(FrontEnd::host));
        add(all, SluiceAttributes.FOREST, parts.frontEnd().flatMap(FrontEnd::forest));
        add(all, SluiceAttributes.REGION, parts.frontEnd().flatMap(FrontEnd::region));
        parts.time()
                .ifPresent(time -> all.add(
                        new Attribute(SluiceAttributes.REPLY_TIME, AttributeValue.of(time.atZone(ZoneOffset.UTC)))));
        add(all, SluiceAttributes.SESSION, parts.session());
        add(all, SluiceAttributes.NAMED_ADDRESS, parts.address());
        add(all, SluiceAttributes.NAMED_DOMAIN, parts.domain());
    }

    private static void add(List<Attribute> all, AttributeName name, Optional<String> value) {
        value.ifPresent(present -> add(all, name, present));
    }

    private static void add(List<Attribute> all, AttributeName name, String value) {
        all.add(new Attribute(name, AttributeValue.of(value)));
    }
}
