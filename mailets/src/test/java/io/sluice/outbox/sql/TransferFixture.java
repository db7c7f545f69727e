package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.EXPIRY;
import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.HoldTerms;
import io.sluice.outbox.LaneChanges;
import io.sluice.outbox.LaneEventRecord;
import io.sluice.outbox.LaneRecord;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Settlement;
import io.sluice.reply.ReplySample;
import io.sluice.reply.SmtpStage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;

/** Outboxes below one directory, by name, and what is done to take mail from one to another. */
abstract class TransferFixture {
    static final int SEVERAL_CHUNKS = 6 * BodyTable.CHUNK + 12_345;

    @TempDir
    Path directory;

    void fill(String name) {
        Random random = new Random(name.hashCode());
        try (Outbox outbox = embedded(name)) {
            for (int i = 0; i < 60; i++) {
                fillOne(outbox, random, i);
            }
            for (Entry leased : outbox.lease(OUTGOING, LANE, NOW, 12, LEASE_END)) {
                outbox.settle(new Settlement(
                                leased.id(),
                                Set.of(),
                                List.of(new Postponement(
                                        leased.recipients(),
                                        NOW.plusSeconds(random.nextInt(3600)),
                                        deferral(NOW.minusSeconds(random.nextInt(3600)))))))
                        .join();
            }
            outbox.saveLanes(new LaneChanges(
                            List.of(new LaneRecord("other", "{\"rate\":1}", NOW), new LaneRecord(LANE, "{}", NOW)),
                            List.of(event("up"), event("down \u2193"))))
                    .join();
            outbox.keepReplySamples(List.of(
                            new ReplySample("\u00fcb", Optional.empty(), SmtpStage.RCPT, NOW, NOW, 3),
                            new ReplySample("Ab", Optional.empty(), SmtpStage.RCPT, NOW, NOW, 1)))
                    .join();
        }
    }

    private static void fillOne(Outbox outbox, Random random, int i) {
        boolean held = random.nextInt(4) == 0;
        Optional<HoldTerms> hold = held
                ? Optional.of(new HoldTerms("by-hand", random.nextBoolean() ? Optional.empty() : Optional.of(EXPIRY)))
                : Optional.empty();
        var first =
                entry(LANE, random.nextInt(10), NOW.plusSeconds(random.nextInt(100) - 50), EXPIRY, "a@x", "b\u00e9@x");
        var second = entry("other", 5, NOW, NOW.plus(Duration.ofDays(1)), "c@y");
        outbox.store(
                message("mail \u2028" + i, body(i % 20 == 0 ? SEVERAL_CHUNKS : random.nextInt(5000))),
                List.of(hold.map(first::held).orElse(first), random.nextBoolean() ? second.routedBy("r") : second));
    }

    private static LaneEventRecord event(String kind) {
        return new LaneEventRecord(LANE, NOW, kind, "because", "", "1/s");
    }

    static long store(Outbox outbox) {
        return outbox.store(message("m"), List.of(entry("a@x"))).get(0);
    }

    static byte[] body(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    static void export(StoppedOutbox from, Path file) {
        try (from) {
            assertThat(OutboxTransfer.export(from, file, NOW).left()).isEmpty();
        }
    }

    static OutboxTransfer.Imported importFrom(Path file, StoppedOutbox to) {
        try (to) {
            return OutboxTransfer.importFrom(file, to);
        }
    }

    Outbox embedded(String name) {
        return SqlOutbox.open(OutboxSettings.in(directory.resolve(name)), () -> NOW);
    }

    StoppedOutbox open(String name) {
        return StoppedOutbox.embedded(OutboxSettings.in(directory.resolve(name)));
    }

    StoppedOutbox embeddedOrNew(String name) {
        return StoppedOutbox.embeddedOrNew(OutboxSettings.in(directory.resolve(name)));
    }
}
