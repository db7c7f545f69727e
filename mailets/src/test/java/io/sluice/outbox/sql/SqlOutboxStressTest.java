package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlOutboxStressTest {
    private static final int THREADS = 8;
    private static final int MAILS = 60;
    private static final int RECIPIENTS = 4;

    @TempDir
    Path directory;

    @Test
    void everyRecipientIsDoneExactlyOnceHoweverManyWork() throws Exception {
        ConcurrentLinkedQueue<String> done = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                work.add(threads.submit(() -> storeAndSettle(outbox, number, done)));
            }
            for (Future<?> each : work) {
                each.get(120, TimeUnit.SECONDS);
            }
            settleAll(outbox, new Random(99), done);

            assertThat(outbox.size()).isZero();
            assertThat(outbox.backlog(NOW)).isEmpty();
        } finally {
            threads.shutdownNow();
        }
        assertThat(done)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, THREADS)
                        .boxed()
                        .flatMap(thread ->
                                IntStream.range(0, MAILS).boxed().flatMap(mail -> addresses(thread, mail).stream()))
                        .toList());
        assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM message")).isEqualTo("0");
        assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM body_chunk"))
                .isEqualTo("0");
        assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM recipient"))
                .isEqualTo("0");
    }

    private static void storeAndSettle(SqlOutbox outbox, int thread, ConcurrentLinkedQueue<String> done) {
        Random random = new Random(thread);
        for (int mail = 0; mail < MAILS; mail++) {
            outbox.store(
                    message("m", new byte[random.nextInt(10_000)]),
                    List.of(entry(addresses(thread, mail).toArray(String[]::new))));
            settleSome(outbox, random, done);
        }
    }

    private static void settleAll(SqlOutbox outbox, Random random, ConcurrentLinkedQueue<String> done) {
        while (outbox.size() > 0) {
            settleSome(outbox, random, done);
        }
    }

    private static void settleSome(SqlOutbox outbox, Random random, ConcurrentLinkedQueue<String> done) {
        for (Entry entry : outbox.lease(OUTGOING, LANE, NOW, 2, LEASE_END)) {
            readBody(outbox, entry);
            if (random.nextInt(5) == 0) {
                outbox.giveBack(List.of(entry.id()), LANE, NOW).join();
            } else {
                Settlement settlement = attempt(entry, random);
                outbox.settle(settlement).join();
                done.addAll(settlement.done());
            }
        }
    }

    /** Each recipient is accepted with an even chance; the others wait, each for itself. */
    private static Settlement attempt(Entry entry, Random random) {
        Set<String> accepted = entry.recipients().stream()
                .map(Recipient::address)
                .filter(address -> random.nextBoolean())
                .collect(Collectors.toSet());
        List<Postponement> postponed = entry.recipients().stream()
                .filter(recipient -> !accepted.contains(recipient.address()))
                .map(recipient -> new Postponement(List.of(recipient), NOW, deferral(NOW)))
                .toList();
        return new Settlement(entry.id(), accepted, postponed);
    }

    private static void readBody(SqlOutbox outbox, Entry entry) {
        long size = outbox.message(entry.messageId()).orElseThrow().size();
        try (InputStream body = outbox.body(entry.messageId())) {
            assertThat(body.readAllBytes()).hasSize((int) size);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> addresses(int thread, int mail) {
        return IntStream.range(0, RECIPIENTS)
                .mapToObj(i -> thread + "." + mail + "." + i + "@outlook.com")
                .toList();
    }
}
