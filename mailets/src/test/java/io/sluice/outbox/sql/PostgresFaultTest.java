package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Entry;
import io.sluice.outbox.NotLeasedException;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.Settlement;
import io.sluice.testkit.postgres.PostgresServer;
import io.sluice.testkit.postgres.UnreliableNetwork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of mail while connections, the network or the database server fail. */
class PostgresFaultTest {
    private static final int THREADS = 4;
    private static final int MAILS = 50;
    private static final int FAULTS = 5;
    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension
    static final Postgres POSTGRES = new Postgres();

    private final PostgresSettings settings = POSTGRES.newDatabase();

    @Test
    void nothingIsLostOrDoubledWhenAllSessionsAreEndedAgainAndAgain() throws Exception {
        List<String> done = workWhile(PostgresOutbox.open(settings, () -> NOW), () -> POSTGRES.server()
                .endSessions(settings.url()));

        assertThat(done).containsExactlyInAnyOrderElementsOf(addresses());
        assertEmpty();
    }

    @Test
    void nothingIsLostOrDoubledWhenTheServerIsKilledAndStartsAgain() throws Exception {
        try (PostgresServer own = PostgresServer.start()) {
            PostgresSettings there =
                    PostgresSettings.at(own.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD);

            List<String> done = workWhile(PostgresOutbox.open(there, () -> NOW), () -> {
                own.kill();
                own.restart();
            });

            assertThat(done).containsExactlyInAnyOrderElementsOf(addresses());
            assertThat(own.ask(there.url(), "SELECT count(*) FROM sluice.message"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aStoreWhoseCommitWasMadeAndNotAnsweredIsNotRepeated() {
        try (UnreliableNetwork network = network();
                Outbox outbox = PostgresOutbox.open(over(network), () -> NOW)) {
            outbox.store(message("before"), List.of(entry("before@x")));
            network.breakAfterCommits(1);

            long id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);

            Awaitility.await().atMost(LONG).until(() -> network.breaksToCome() == 0);
            assertThat(outbox.entry(id)).isPresent();
            assertThat(outbox.size()).isEqualTo(2);
            assertThat(ask("SELECT count(*) FROM sluice.message")).isEqualTo("2");
        }
    }

    @Test
    void aStoreWhoseCommitWasNotMadeIsRepeated() {
        try (UnreliableNetwork network = network();
                Outbox outbox = PostgresOutbox.open(over(network), () -> NOW)) {
            outbox.store(message("before"), List.of(entry("before@x")));
            network.breakBeforeCommits(1);

            long id = outbox.store(message("m"), List.of(entry("a@x"))).get(0);

            Awaitility.await().atMost(LONG).until(() -> network.breaksToCome() == 0);
            assertThat(outbox.entry(id)).isPresent();
            assertThat(outbox.size()).isEqualTo(2);
        }
    }

    @Test
    void aSettlementIsMadeOnceHoweverOftenItsCommitIsNotAnswered() {
        try (UnreliableNetwork network = network();
                Outbox outbox = PostgresOutbox.open(over(network), () -> NOW)) {
            outbox.store(
                    message("m"),
                    IntStream.range(0, 5).mapToObj(i -> entry(i + "@x")).toList());
            List<Entry> leased = outbox.lease(OUTGOING, LANE, NOW, 5, LEASE_END);
            network.breakAfterCommits(3);

            for (Entry entry : leased) {
                outbox.settle(new Settlement(
                                entry.id(), Set.of(entry.recipients().get(0).address()), List.of()))
                        .join();
            }

            assertThat(outbox.size()).isZero();
            assertThat(ask("SELECT count(*) FROM sluice.message")).isEqualTo("0");
        }
    }

    @Test
    void aNetworkThatSwallowsEverythingFailsWithinABoundAndIsForgotten() {
        try (UnreliableNetwork network = network();
                Outbox outbox = PostgresOutbox.open(impatient(over(network)), () -> NOW)) {
            outbox.store(message("before"), List.of(entry("before@x")));
            network.stall();

            assertThatThrownBy(() -> outbox.entry(1)).isInstanceOf(OutboxException.class);
            CompletableFuture<List<Long>> waiting = CompletableFuture.supplyAsync(
                    () -> untilItCan(() -> outbox.store(message("m"), List.of(entry("a@x")))));
            network.resume();

            assertThat(waiting).succeedsWithin(LONG);
            assertThat(outbox.size()).isEqualTo(2);
        }
    }

    @Test
    void theLeasesOfAServerThatIsNotHeardOfAreTakenOver() {
        PostgresSettings soon = settings.withNodeTimeout(Duration.ofSeconds(2));
        try (UnreliableNetwork network = network();
                Outbox lost = PostgresOutbox.open(
                        new PostgresSettings(
                                network.urlOf(soon.url()) + "?socketTimeout=1",
                                soon.user(),
                                soon.password(),
                                soon.connections(),
                                soon.nodeTimeout()),
                        () -> NOW);
                Outbox other = PostgresOutbox.open(soon, () -> NOW)) {
            long id = lost.store(message("m"), List.of(entry("a@x"))).get(0);
            lost.lease(OUTGOING, LANE, NOW, 1, LEASE_END);
            assertThat(other.lease(OUTGOING, LANE, NOW, 1, LEASE_END)).isEmpty();
            assertThat(lost.isLeased(id)).isTrue();
            assertThat(other.isLeased(id)).isFalse();

            network.stall();
            List<Entry> taken = new ArrayList<>();
            Awaitility.await().atMost(LONG).until(() -> taken.addAll(other.lease(OUTGOING, LANE, NOW, 1, LEASE_END)));
            network.resume();

            assertThat(taken).extracting(Entry::id).containsExactly(id);
            Awaitility.await().atMost(LONG).until(() -> !untilItCan(() -> lost.isLeased(id)));
            Settlement late = new Settlement(id, Set.of("a@x"), List.of());
            assertThatThrownBy(() -> untilItCan(() -> lost.settle(late).join()))
                    .hasCauseInstanceOf(NotLeasedException.class);
            other.settle(late).join();
            assertThat(other.size()).isZero();
        }
    }

    @Test
    void serversThatShareAnOutboxNeverLeaseTheSameEntry() throws Exception {
        List<Outbox> outboxes = List.of(
                PostgresOutbox.open(settings, () -> NOW),
                PostgresOutbox.open(settings, () -> NOW),
                PostgresOutbox.open(settings, () -> NOW));
        ExecutorService threads = Executors.newFixedThreadPool(outboxes.size());
        try {
            outboxes.get(0)
                    .store(
                            message("m"),
                            IntStream.range(0, 300)
                                    .mapToObj(i -> entry(i + "@x"))
                                    .toList());
            List<Future<List<Long>>> work = new ArrayList<>();
            for (Outbox outbox : outboxes) {
                work.add(threads.submit(() -> leaseAll(outbox)));
            }
            List<Long> leased = new ArrayList<>();
            for (Future<List<Long>> each : work) {
                leased.addAll(each.get(LONG.toSeconds(), TimeUnit.SECONDS));
            }

            assertThat(leased).hasSize(300).doesNotHaveDuplicates();
        } finally {
            threads.shutdownNow();
            outboxes.forEach(Outbox::close);
        }
    }

    @Test
    void aServerThatStopsLeavesWhatItHadToTheOthers() {
        try (Outbox staying = PostgresOutbox.open(settings, () -> NOW)) {
            long id;
            try (Outbox leaving = PostgresOutbox.open(settings, () -> NOW)) {
                id = leaving.store(message("m"), List.of(entry("a@x"))).get(0);
                leaving.lease(OUTGOING, LANE, NOW, 1, LEASE_END);
            }

            assertThat(staying.lease(OUTGOING, LANE, NOW, 1, LEASE_END))
                    .extracting(Entry::id)
                    .containsExactly(id);
        }
    }

    // ---- verbs

    private static List<Long> leaseAll(Outbox outbox) {
        List<Long> all = new ArrayList<>();
        while (outbox.nextDue(OUTGOING, LANE).isPresent()) {
            outbox.lease(OUTGOING, LANE, NOW, 7, LEASE_END).forEach(entry -> all.add(entry.id()));
        }
        return all;
    }

    /** Stores and settles from several threads, while a fault happens again and again; closes the outbox. */
    private static List<String> workWhile(Outbox outbox, Runnable faults) throws Exception {
        Queue<String> done = new ConcurrentLinkedQueue<>();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (outbox) {
            List<Future<?>> work = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                int number = thread;
                work.add(threads.submit(() -> work(outbox, number, done)));
            }
            for (int fault = 0; fault < FAULTS; fault++) {
                int before = done.size();
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> done.size() > before || work.stream().allMatch(Future::isDone));
                faults.run();
            }
            for (Future<?> each : work) {
                each.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }
            while (untilItCan(outbox::size) > 0) {
                settleSome(outbox, done);
            }
        } finally {
            threads.shutdownNow();
        }
        return List.copyOf(done);
    }

    private static void work(Outbox outbox, int thread, Queue<String> done) {
        for (int mail = 0; mail < MAILS; mail++) {
            String address = thread + "." + mail + "@x";
            untilItCan(() -> outbox.store(message("m", new byte[10_000]), List.of(entry(address))));
            settleSome(outbox, done);
        }
    }

    private static void settleSome(Outbox outbox, Queue<String> done) {
        for (Entry entry : untilItCan(() -> outbox.lease(OUTGOING, LANE, NOW, 2, LEASE_END))) {
            String address = entry.recipients().get(0).address();
            untilItCan(() -> outbox.settle(new Settlement(entry.id(), Set.of(address), List.of()))
                    .join());
            done.add(address);
        }
    }

    /** As the mailet and the delivery do: what the store refused is tried again. */
    private static <T> T untilItCan(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (OutboxException e) {
                Thread.onSpinWait();
            } catch (CompletionException e) {
                if (e.getCause() instanceof NotLeasedException) {
                    throw e;
                }
            }
        }
    }

    private static List<String> addresses() {
        return IntStream.range(0, THREADS)
                .boxed()
                .flatMap(thread -> IntStream.range(0, MAILS).mapToObj(mail -> thread + "." + mail + "@x"))
                .toList();
    }

    private void assertEmpty() {
        assertThat(ask("SELECT count(*) FROM sluice.message")).isEqualTo("0");
        assertThat(ask("SELECT count(*) FROM sluice.body_chunk")).isEqualTo("0");
        assertThat(ask("SELECT count(*) FROM sluice.flow")).isEqualTo("0");
    }

    private String ask(String sql) {
        return POSTGRES.server().ask(settings.url(), sql);
    }

    private UnreliableNetwork network() {
        return UnreliableNetwork.to(POSTGRES.server().port());
    }

    /** One writer, whose commits can be told from other statements, and no signs of life between them. */
    private PostgresSettings over(UnreliableNetwork network) {
        return PostgresSettings.at(
                        network.urlOf(settings.url()) + "?prepareThreshold=0", settings.user(), settings.password())
                .withConnections(PostgresSettings.FEWEST_CONNECTIONS)
                .withNodeTimeout(PostgresSettings.LONGEST_TIMEOUT);
    }

    private static PostgresSettings impatient(PostgresSettings settings) {
        return PostgresSettings.at(
                settings.url() + "&socketTimeout=1&connectTimeout=1", settings.user(), settings.password());
    }
}
