package io.sluice.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.lane.LaneId;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.ReplySample;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnknownReplyKeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final LaneId LANE = LaneId.of("192.0.2.7", Service.BUSINESS);
    private static final SmtpReply REPLY = Verdicts.reply("450 Not now, bob@contoso.com", SmtpStage.RCPT);
    private static final Verdict KNOWN = Verdicts.verdict(DeferralClass.OTHER, Scope.MESSAGE, Remedy.WAIT);
    private static final ReplySample SAMPLE =
            new ReplySample("450 Not now, <address>", Optional.of(Service.BUSINESS), SmtpStage.RCPT, NOW, NOW, 1);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private Outbox outbox;

    @BeforeEach
    void open(@TempDir Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW);
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void countsAndKeepsWhatNoRuleKnew() {
        UnknownReplyKeeper keeper = keeper(Duration.ofMillis(1));

        keeper.deferred(LANE, new Refusal("bob@contoso.com", REPLY, KNOWN.asUnknown()));

        assertThat(metrics.countFor("sluice.reply.unknown")).isEqualTo(1);
        assertThat(keeper.samples()).containsExactly(SAMPLE);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outbox.replySamples()).containsExactly(SAMPLE));
    }

    @Test
    void leavesOutWhatARuleKnew() {
        UnknownReplyKeeper keeper = keeper(Duration.ofMillis(1));

        keeper.failed(LANE, new Refusal("bob@contoso.com", REPLY, KNOWN));

        assertThat(metrics.countFor("sluice.reply.unknown")).isZero();
        assertThat(keeper.samples()).isEmpty();
    }

    @Test
    void addsToWhatAnEarlierRunKept() {
        outbox.keepReplySamples(List.of(SAMPLE)).join();
        UnknownReplyKeeper keeper = keeper(Duration.ofMillis(1));

        keeper.note(REPLY, Optional.of(Service.BUSINESS));

        assertThat(keeper.samples()).extracting(ReplySample::count).containsExactly(2L);
    }

    @Test
    void writesTheLastOnesAtTheStop() {
        UnknownReplyKeeper keeper = keeper(Duration.ofHours(1));
        keeper.note(REPLY, Optional.of(Service.BUSINESS));

        keeper.beginStop();

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(outbox.replySamples()).containsExactly(SAMPLE));
    }

    @Test
    void forgetsAllOnDiskToo() {
        outbox.keepReplySamples(List.of(SAMPLE)).join();
        UnknownReplyKeeper keeper = keeper(Duration.ofHours(1));

        keeper.clear();

        assertThat(keeper.samples()).isEmpty();
        assertThat(outbox.replySamples()).isEmpty();
    }

    @Test
    void disturbsNobodyWhenTheStoreFails() {
        UnknownReplyKeeper keeper = new UnknownReplyKeeper(
                () -> {
                    throw new OutboxException("The disk is full");
                },
                metrics,
                () -> NOW,
                Duration.ofMillis(1));

        keeper.note(REPLY, Optional.empty());
        keeper.beginStop();
        keeper.note(REPLY, Optional.empty());

        assertThat(metrics.countFor("sluice.reply.unknown")).isEqualTo(2);
    }

    private UnknownReplyKeeper keeper(Duration gathering) {
        return new UnknownReplyKeeper(this::lend, metrics, () -> NOW, gathering);
    }

    private OutboxSource.Loan lend() {
        return new OutboxSource.Loan() {
            @Override
            public Outbox outbox() {
                return outbox;
            }

            @Override
            public void close() {
                // The test closes it.
            }
        };
    }
}
