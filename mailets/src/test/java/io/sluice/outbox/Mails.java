package io.sluice.outbox;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Scope;
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
                first);
    }
}
