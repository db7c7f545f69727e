package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Kills the server (SIGKILL) again and again while it takes mail, delivers and retries. Whatever SMTP acknowledged
 * arrives. What the receiver took in the moment of the kill may arrive once more, because nobody could note any more that
 * it was taken: at most one mail for each connection, and some whose commit was under way. Every duplicate is one of these,
 * see {@link KillTraces}. What the outbox took in that moment and James's spool hands over again does not arrive twice.
 */
class CrashTest {
    private static final int ROUNDS = rounds();
    private static final int MAILS = 300;
    private static final int LANES = 2;
    private static final int CONNECTIONS = 5;

    private static final Duration SOON = Duration.ofSeconds(60);

    /** So long on a busy machine that what is missing then is not merely slow. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private static final Duration CLOSED = Duration.ofSeconds(30);

    private static final Pattern IN_FLIGHT = Pattern.compile("(\\d+) entries of \\S+ were in flight");

    private static MicrosoftWorld world;
    private static JamesServer james;

    private final Random random = new Random(20261122);
    private Duration slowest = Duration.ZERO;
    private final List<ProbeMail> acknowledged = new ArrayList<>();
    private final KillTraces traces = new KillTraces();
    private final StringBuilder table = new StringBuilder(String.format(
            Locale.ROOT,
            "%n%5s %12s %9s %7s %9s %10s %11s%n",
            "round",
            "acknowledged",
            "delivered",
            "waiting",
            "in flight",
            "duplicates",
            "recovery ms"));

    @BeforeAll
    static void start() {
        world = MicrosoftWorld.start(Recording.ENVELOPES);
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "maxConnections", Integer.toString(CONNECTIONS))
                .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "3 sec to 8 sec")
                .start();
        for (var microsoft : List.of(world.consumer(), world.business())) {
            microsoft
                    .smtp()
                    .when(Stage.RCPT)
                    .where(c -> c.recipient().startsWith("full"))
                    .first(1)
                    .each(c -> c.recipient())
                    .answers("452 4.2.2 Mailbox full");
        }
    }

    @AfterAll
    static void stop() {
        james.close();
        world.close();
    }

    @Test
    void losesNothingWhenItIsKilledUnderLoad() {
        int duplicatesBefore = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            int acknowledgedNow = killUnderLoad(round);
            int deliveredBefore = world.deliveries().size();

            int logged = james.logs().length();
            long begin = System.nanoTime();
            james.start();
            long recovery = (System.nanoTime() - begin) / 1_000_000;

            slowest = Duration.ofMillis(Math.max(slowest.toMillis(), recovery));

            int duplicates = Probes.duplicates(world.deliveries());
            note(round, acknowledgedNow, deliveredBefore, duplicates - duplicatesBefore, recovery, logged);
            duplicatesBefore = duplicates;
        }

        Map<Delivery, Integer> arrived = arrived();
        KillTraces.Causes causes = traces.causes(james.logs());
        System.out.println(table);
        Faults.seen(world, acknowledged, slowest)
                .note(
                        "kill -9 under load, " + ROUNDS + " rounds",
                        "recovery is the slowest start until mail is taken again; duplicates: " + causes.describe());

        Set<Delivery> lost = new HashSet<>(Probes.deliveriesOf(acknowledged));
        lost.removeAll(arrived.keySet());
        assertThat(lost).as("acknowledged, but lost").isEmpty();
        assertThat(Probes.duplicates(arrived))
                .as("duplicates of %s kills, of which are explained %s:%s", ROUNDS, causes, table)
                .isLessThanOrEqualTo(causes.sum());
        assertThat(causes.inFlight()).isLessThanOrEqualTo(ROUNDS * LANES * CONNECTIONS);
        assertThat(causes.notNoted()).isLessThanOrEqualTo(ROUNDS * LANES * CONNECTIONS);
        assertThat(causes.spooled())
                .as("stored again by the outbox, which had them before the kill: %s", causes)
                .isZero();
    }

    private static int rounds() {
        String given = System.getProperty("sluice.faults.rounds", "");
        return given.isBlank() ? 10 : Integer.parseInt(given);
    }

    /** Two thirds of the mail are deferred first, so that retries of earlier rounds meet the mail of this one. */
    private int killUnderLoad(int round) {
        List<ProbeMail> mails = Probes.many(
                MAILS,
                number -> (number % 3 == 0 ? "fine" : "full") + "-" + round + "-" + number
                        + (number % 4 < 2 ? "@hotmail.com" : "@contoso.com"));
        long enough = world.consumer().ledger().refusalCount() + MAILS / 8 + random.nextInt(MAILS / 6);
        CompletableFuture<Submission> submission = CompletableFuture.supplyAsync(() -> james.submit(mails, 4));
        world.consumer().ledger().awaitRefusals(enough, SOON);
        james.kill();
        List<ProbeMail> now = submission.join().acknowledged();
        acknowledged.addAll(now);
        for (var microsoft : List.of(world.consumer(), world.business())) {
            microsoft.ledger().awaitNoConnection(CLOSED);
        }
        int taken = (int) (world.consumer().ledger().acceptedMails()
                + world.business().ledger().acceptedMails());
        traces.killed(taken, james.logs(), james.home().resolve("var/outbox"));
        return now.size();
    }

    private void note(int round, int acknowledgedNow, int deliveredBefore, int duplicates, long recovery, int logged) {
        Matcher inFlight = IN_FLIGHT.matcher(james.logs().substring(logged));
        table.append(String.format(
                Locale.ROOT,
                "%5d %12d %9d %7d %9s %10d %11d%n",
                round,
                acknowledgedNow,
                deliveredBefore,
                acknowledged.size() - deliveredBefore,
                inFlight.find() ? inFlight.group(1) : "0",
                duplicates,
                recovery));
    }

    private Map<Delivery, Integer> arrived() {
        try {
            world.awaitDelivered(acknowledged, LONG);
        } catch (AssertionError e) {
            // The table comes first; what is missing is told after it.
            table.append(e.getMessage()).append(lastLines(james.logs()));
        }
        return world.deliveries();
    }

    private static String lastLines(String log) {
        return "\nThe end of the log:\n" + log.substring(Math.max(0, log.length() - 5_000));
    }
}
