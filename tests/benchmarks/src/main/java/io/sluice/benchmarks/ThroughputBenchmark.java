package io.sluice.benchmarks;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import io.sluice.testkit.smtp.Stall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How fast mail leaves to a receiver that takes everything: {@code MicrosoftRemoteDelivery} and James's own
 * {@code RemoteDelivery}, in turns in one server process on the sample configuration, with the JVM options of
 * {@code docker/run.sh}. The receivers live in this process, on the same machine.
 *
 * <p><b>Drain.</b> SMTP intake and spool would hide the delivery behind them: they cost several times as much. So the
 * receiver first stalls in its greeting, which is what an overloaded receiver does, and no error to anybody. All mails
 * are submitted; each is now durable in the queue of the delivery under test, the outbox or the ActiveMQ queue, and as
 * many connections as the delivery uses wait for their greeting. When the spool is empty the receiver greets, and the
 * clock runs until it has taken the last mail. Processor time is counted until the queue is empty as well, so that
 * nobody gains by tidying up later.
 *
 * <p><b>End to end.</b> The same mails, submitted over 8 connections while the receiver takes them; from the first
 * MAIL to the last delivery.
 *
 * <p>Mails of the stock delivery that do not leave although nothing is against it are counted as stuck and left out
 * of its numbers; a negative number says that such mails of an earlier round came late.
 *
 * <p>One untimed round of each comes first, for the just-in-time compiler. The ratio is the median of the ratios of the
 * pairs, because load from elsewhere on the machine changes slowly.
 */
public final class ThroughputBenchmark {
    private static final int SIZE = 4096;
    private static final int SUBMITTERS = 8;
    private static final int WARM_UP = 1000;
    private static final long WATCH_MILLIS = 10;
    /** A delivery that does nothing for so long has lost sight of its mail. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final MicrosoftWorld world;
    private final JamesServer james;
    private final Backlog backlog;
    private int stuckInAll;

    private ThroughputBenchmark(MicrosoftWorld world, JamesServer james) {
        this.world = world;
        this.james = james;
        this.backlog = new Backlog(james.webadmin());
    }

    public static void main(String[] arguments) {
        int mails = Numbers.option(arguments, "mails", 4000);
        int pairs = Numbers.option(arguments, "pairs", 3);
        try (MicrosoftWorld world = MicrosoftWorld.start(Recording.COUNTS);
                JamesServer james =
                        world.james().withFastLanes().jvm("-Xmx512m").start()) {
            Numbers.print("%d mails of %d bytes, %d pairs, %d cores", mails, SIZE, pairs, cores());
            new ThroughputBenchmark(world, james).run(mails, pairs);
        }
        // Threads of libraries must not keep this process.
        System.exit(0);
    }

    private static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    private void run(int mails, int pairs) {
        for (Candidate candidate : Candidate.values()) {
            // Many at once would meet while the first classes are loaded.
            endToEnd(candidate, 1);
            drain(candidate, WARM_UP);
        }
        compare("drain", pairs, candidate -> drain(candidate, mails));
        compare("end to end", pairs, candidate -> endToEnd(candidate, mails));
    }

    private static void compare(String what, int pairs, Measurement measurement) {
        Numbers.print(
                "%n%-12s %-8s %10s %16s %12s %10s %8s",
                what, "", "mails/s", "CPU s/1000", "connections", "parallel", "stuck");
        Map<Candidate, List<Sample>> samples = new EnumMap<>(Candidate.class);
        for (int pair = 1; pair <= pairs; pair++) {
            for (Candidate candidate : Candidate.values()) {
                Sample sample = measurement.of(candidate);
                samples.computeIfAbsent(candidate, key -> new ArrayList<>()).add(sample);
                Numbers.print(
                        "%-12s %-8s %10.0f %16.2f %12d %10d %8d",
                        "pair " + pair,
                        candidate.title(),
                        sample.mailsPerSecond(),
                        sample.cpuSecondsPerThousand(),
                        sample.connections(),
                        sample.parallel(),
                        sample.stuck());
            }
        }
        List<Sample> ours = samples.get(Candidate.SLUICE);
        List<Sample> stock = samples.get(Candidate.STOCK);
        List<Double> ratios = IntStream.range(0, pairs)
                .mapToObj(i -> ours.get(i).mailsPerSecond() / stock.get(i).mailsPerSecond())
                .toList();
        List<Double> cpu = IntStream.range(0, pairs)
                .mapToObj(
                        i -> stock.get(i).cpuSecondsPerThousand() / ours.get(i).cpuSecondsPerThousand())
                .toList();
        samples.forEach((candidate, all) -> Numbers.print(
                "%-12s %-8s %10.0f %16.2f",
                "median",
                candidate.title(),
                Numbers.median(all.stream().map(Sample::mailsPerSecond).toList()),
                Numbers.median(all.stream().map(Sample::cpuSecondsPerThousand).toList())));
        Numbers.print(
                "%s: Sluice is %.2f times as fast, with %.2f times less processor time (medians of %d pairs)",
                what, Numbers.median(ratios), Numbers.median(cpu), pairs);
    }

    private Sample drain(Candidate candidate, int mails) {
        SimulatedReceiver receiver = candidate.receiver(world);
        world.reset();
        // Connections of an earlier round would get past the greeting.
        receiver.dropConnections();
        Stall stall = receiver.when(Stage.CONNECT).stalls();
        james.submit(mailsTo(candidate, mails), SUBMITTERS).complete();
        backlog.awaitEmptySpool();
        Duration cpu = james.cpuTime();
        long start = System.nanoTime();
        stall.release();
        return finish(candidate, mails, start, cpu);
    }

    private Sample endToEnd(Candidate candidate, int mails) {
        SimulatedReceiver receiver = candidate.receiver(world);
        world.reset();
        receiver.dropConnections();
        List<ProbeMail> all = mailsTo(candidate, mails);
        Duration cpu = james.cpuTime();
        long start = System.nanoTime();
        james.submit(all, SUBMITTERS).complete();
        return finish(candidate, mails, start, cpu);
    }

    private Sample finish(Candidate candidate, int mails, long start, Duration cpuBefore) {
        Ledger ledger = candidate.receiver(world).ledger();
        Duration time = untilTheLast(ledger, mails, start);
        int stuck = (int) (mails - ledger.acceptedMails());
        // Stock mail of an earlier round may turn up late.
        if ((stuck < 0 && candidate == Candidate.SLUICE) || ledger.refusalCount() != 0) {
            throw new IllegalStateException(-stuck + " duplicates and " + ledger.refusalCount() + " refusals");
        }
        stuckInAll += Math.max(0, stuck);
        backlog.awaitEmpty(stuckInAll);
        Duration cpu = james.cpuTime().minus(cpuBefore);
        return new Sample(mails - stuck, stuck, time, cpu, ledger.connections(), ledger.mostConnections());
    }

    private static Duration untilTheLast(Ledger ledger, int mails, long start) {
        try {
            long last = System.nanoTime();
            long accepted = 0;
            while (accepted < mails && System.nanoTime() - last < PATIENCE.toNanos()) {
                Backlog.pause(WATCH_MILLIS);
                long now = ledger.acceptedMails();
                last = now == accepted ? last : System.nanoTime();
                accepted = now;
            }
            return Duration.ofNanos(last - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static List<ProbeMail> mailsTo(Candidate candidate, int mails) {
        return IntStream.range(0, mails)
                .mapToObj(i -> ProbeMail.to("reader" + i + "@" + candidate.domain())
                        .from("sender@example.net")
                        .sized(SIZE))
                .toList();
    }

    /** Measures one candidate once. */
    @FunctionalInterface
    private interface Measurement {
        Sample of(Candidate candidate);
    }
}
