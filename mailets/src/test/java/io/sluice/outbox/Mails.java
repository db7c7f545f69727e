package io.sluice.outbox;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Mails and outcomes for tests of an outbox. */
public final class Mails {
    public static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    public static final Instant LEASE_END = NOW.plus(Duration.ofMinutes(10));
    public static final Instant EXPIRY = NOW.plus(Duration.ofDays(3));
    public static final String OUTGOING = "outgoing";
    public static final String LANE = "192.0.2.1/consumer";

    /** Has each part that a reply can have. */
    public static final String REPLY_WITH_PARTS =
            "550 5.7.513 STOREDRV.Deliver; Client host [192.0.2.7] blocked by example.net (S775)"
                    + " [Name=Protocol Filter Agent][AGT=PFA][MxId=11BAE3D2C0F41A27]"
                    + " [CO1PEPF000075F3.namprd03.prod.outlook.com 2026-03-02T07:08:09.123Z 08DE6A1B2C3D4E5F]";

    private Mails() {}

    public static NewMessage message(String name) {
        return message(name, ("Subject: " + name + "\r\n\r\nHello\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    public static NewMessage message(String name, byte[] body) {
        return new NewMessage(name, Optional.of("sender@example.com"), Map.of("key", "value"), out -> out.write(body));
    }

    public static NewEntry entry(String... recipients) {
        return entry(LANE, 5, NOW, EXPIRY, recipients);
    }

    public static NewEntry entry(String lane, int priority, Instant due, Instant expires, String... recipients) {
        List<String> addresses = recipients.length == 0 ? List.of("someone@outlook.com") : Arrays.asList(recipients);
        return new NewEntry(
                OUTGOING, lane, "outlook.com", "outlook.com", "example.com", addresses, priority, due, expires);
    }

    /** Due mail of a sender domain to a tenant. */
    public static NewEntry mailFrom(String senderDomain, String tenant, int priority) {
        return mailFrom(senderDomain, tenant, priority, NOW);
    }

    public static NewEntry mailFrom(String senderDomain, String tenant, int priority, Instant due) {
        return new NewEntry(
                OUTGOING, LANE, "outlook.com", tenant, senderDomain, List.of("a@outlook.com"), priority, due, EXPIRY);
    }

    public static Recipient replied(String address, String reply) {
        return new Recipient(address, Optional.of(reply));
    }

    public static Deferral deferral(Instant first) {
        return new Deferral(
                DeferralClass.IP_REPUTATION_THROTTLE,
                Scope.SOURCE,
                "consumer-s3150",
                "Slow down \u2014 and \"wait\"\r\n",
                SmtpStage.END_OF_DATA,
                new RemoteHost("mx.example.net", "192.0.2.25"),
                false,
                ReplyParts.of(SmtpReply.of(REPLY_WITH_PARTS, SmtpStage.END_OF_DATA, RemoteHost.NONE)),
                first,
                first);
    }
}
