package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import io.sluice.testkit.postgres.PostgresServer;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.Recording;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two real servers on one outbox in PostgreSQL. */
class SharedOutboxTest {
    private static final int MAILS = 200;
    private static final int CONNECTIONS = 5;
    private static final int LANES = 2;
    private static final Duration LONG = Duration.ofMinutes(3);

    private static PostgresServer postgres;
    private static MicrosoftWorld world;

    private final List<JamesServer> servers = new ArrayList<>();
    private String database;

    @BeforeAll
    static void startTheWorld() {
        Assumptions.assumeTrue(PostgresServer.isInstalledOrRequired(), PostgresServer.MISSING);
        postgres = PostgresServer.start();
        world = MicrosoftWorld.start(Recording.ENVELOPES);
    }

    @AfterAll
    static void stopTheWorld() {
        if (postgres != null) {
            world.close();
            postgres.close();
        }
    }

    @BeforeEach
    void makeAnOutbox() {
        database = postgres.newDatabase();
        world.reset();
    }

    @AfterEach
    void stop() {
        servers.forEach(JamesServer::close);
    }

    @Test
    void bothDeliverAndEachMailArrivesOnce() {
        JamesServer one = server();
        JamesServer other = server();
        List<ProbeMail> mails = new ArrayList<>(mails("one"));
        mails.addAll(mails("other"));

        CompletableFuture<Submission> submission =
                CompletableFuture.supplyAsync(() -> other.submit(mails.subList(MAILS, 2 * MAILS), 3));
        one.submit(mails.subList(0, MAILS), 3).complete();
        submission.join().complete();
        Map<Delivery, Integer> arrived = world.awaitDelivered(mails, LONG);

        assertThat(Probes.duplicates(arrived)).isZero();
        assertThat(one.logs()).contains("delivered over lane");
        assertThat(other.logs()).contains("delivered over lane");
        awaitEmpty();
    }

    @Test
    void aServerTakesOverFromOneThatIsKilled() {
        JamesServer killed = server();
        JamesServer survivor = server();
        List<ProbeMail> mails = mails("killed");
        killed.submit(mails, 3).complete();
        // What is not yet in the outbox is in the spool of the one that is killed.
        Awaitility.await()
                .atMost(LONG)
                .until(() -> inOutbox() + world.deliveries().size() >= MAILS
                        && !world.deliveries().isEmpty());

        killed.kill();
        Map<Delivery, Integer> arrived = world.awaitDelivered(mails, LONG);

        assertThat(arrived).hasSize(MAILS);
        assertThat(Probes.duplicates(arrived)).isLessThanOrEqualTo(LANES * CONNECTIONS);
        survivor.awaitLog("taken for dead", LONG);
        awaitEmpty();
    }

    @Test
    void nothingIsLostWhenTheDatabaseServerDiesAndComesBack() {
        JamesServer one = server();
        JamesServer other = server();
        List<ProbeMail> mails = new ArrayList<>(mails("one"));
        mails.addAll(mails("other"));

        CompletableFuture<Void> submission =
                CompletableFuture.runAsync(() -> submitUntilTaken(other, mails.subList(MAILS, 2 * MAILS)));
        CompletableFuture<Void> submissionToOne =
                CompletableFuture.runAsync(() -> submitUntilTaken(one, mails.subList(0, MAILS)));
        Awaitility.await().atMost(LONG).until(() -> world.deliveries().size() > MAILS / 10);
        postgres.kill();
        postgres.restart();
        submission.join();
        submissionToOne.join();
        Map<Delivery, Integer> arrived = world.awaitDelivered(mails, LONG);

        assertThat(arrived).hasSize(2 * MAILS);
        assertThat(Probes.duplicates(arrived)).as("both servers lived on").isZero();
        awaitEmpty();
    }

    /** As any client does: what the server puts off while it cannot store mail comes again. */
    private static void submitUntilTaken(JamesServer server, List<ProbeMail> mails) {
        Deque<ProbeMail> left = new ArrayDeque<>(mails);
        Awaitility.await().atMost(LONG).until(() -> {
            List<Submission.Refused> refused =
                    server.submit(List.copyOf(left), 3).refused();
            assertThat(refused).allSatisfy(mail -> assertThat(mail.why()).startsWith("452 4.3.1"));
            left.clear();
            refused.forEach(mail -> left.add(mail.mail()));
            return left.isEmpty();
        });
    }

    private JamesServer server() {
        JamesSetup setup = world.james()
                .mailet("MicrosoftRemoteDelivery", "maxConnections", Integer.toString(CONNECTIONS))
                .sluice("outbox.url", database)
                .sluice("outbox.user", PostgresServer.USER)
                .sluice("outbox.password", PostgresServer.PASSWORD)
                .sluice("outbox.node-timeout", "5 s");
        // Slow enough that there is work for two, and that something is left when one is killed.
        for (String kind : List.of("consumer", "business")) {
            for (String rate : List.of("rate", "connection-rate", "gate-rate")) {
                setup.sluice("lane." + kind + "." + rate + ".ceiling", "25/s");
                setup.sluice("lane." + kind + "." + rate + ".start", "25/s");
                setup.sluice("lane." + kind + "." + rate + ".floor", "10/s");
            }
        }
        JamesServer server = setup.start();
        servers.add(server);
        return server;
    }

    private static List<ProbeMail> mails(String name) {
        return Probes.many(MAILS, number -> name + number + (number % 2 == 0 ? "@hotmail.com" : "@contoso.com"));
    }

    private int inOutbox() {
        return Integer.parseInt(postgres.ask(database, "SELECT count(*) FROM sluice.entry"));
    }

    private void awaitEmpty() {
        Awaitility.await().atMost(LONG).until(() -> inOutbox() == 0);
        assertThat(postgres.ask(database, "SELECT count(*) FROM sluice.body_chunk"))
                .isEqualTo("0");
        assertThat(postgres.ask(database, "SELECT count(*) FROM sluice.flow")).isEqualTo("0");
    }
}
