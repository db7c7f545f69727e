package io.sluice.watch;

import io.sluice.delivery.AttemptOutcome;
import io.sluice.delivery.OutboxSource;
import io.sluice.delivery.Refusal;
import io.sluice.lane.LaneId;
import io.sluice.outbox.Outbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.ReplyParts;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Attempts for unit tests. */
final class Outcomes {
    static final Instant NOW = Instant.parse("2026-11-22T10:30:40Z");
    static final LaneId LANE = LaneId.of("192.0.2.7", Service.BUSINESS);
    static final String REPLY =
            "451 4.7.650 The mail server [192.0.2.7] has been temporarily rate limited, bob@contoso.com"
                    + " (S775) [CO1PEPF000075F3.namprd03.prod.outlook.com 2026-03-02T07:08:09.123Z 08DE6A1B2C3D4E5F]";

    private Outcomes() {}

    /** Accepted, a minute and a half after it was handed in. */
    static AttemptOutcome accepted(String... recipients) {
        return outcome(NOW, Set.of(recipients), List.of());
    }

    static AttemptOutcome deferred(String recipient) {
        return outcome(NOW, Set.of(), List.of(new AttemptOutcome.Refused(refusal(recipient, REPLY), false)));
    }

    static AttemptOutcome failed(String recipient) {
        return outcome(NOW, Set.of(), List.of(new AttemptOutcome.Refused(refusal(recipient, REPLY), true)));
    }

    static AttemptOutcome outcome(Instant ended, Set<String> accepted, List<AttemptOutcome.Refused> refused) {
        return new AttemptOutcome(
                LANE,
                42,
                "Mail1-to-contoso.com",
                Optional.of("ann@fabrikam.example"),
                "fabrikam.example",
                "contoso.com",
                "contoso-com.mail.protection.outlook.com",
                3,
                ended.minusSeconds(90),
                ended.minusMillis(1250),
                ended,
                accepted,
                refused,
                refused.isEmpty() ? Optional.empty() : Optional.of(ended.plusSeconds(600)));
    }

    static Refusal refusal(String recipient, String raw) {
        SmtpReply reply = SmtpReply.of(raw, SmtpStage.RCPT, new RemoteHost("mx.test", "192.0.2.25"));
        Verdict verdict = Verdict.of(
                        DeferralClass.IP_REPUTATION_THROTTLE,
                        Scope.SOURCE,
                        Remedy.WAIT,
                        Duration.ofMinutes(1),
                        "Slow down.",
                        "business-rate-limited")
                .withParts(ReplyParts.of(reply));
        return new Refusal(recipient, reply, verdict);
    }

    /** Lends an outbox that the test closes. */
    static OutboxSource lending(Supplier<Outbox> outbox) {
        return () -> new OutboxSource.Loan() {
            @Override
            public Outbox outbox() {
                return outbox.get();
            }

            @Override
            public void close() {
                // The test closes it.
            }
        };
    }
}
