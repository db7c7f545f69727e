package io.sluice.benchmarks.live;

import io.sluice.benchmarks.Backlog;
import io.sluice.benchmarks.live.Scenario.Turn;
import io.sluice.benchmarks.live.Seen.Fate;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One scenario with one sender: a new world, a new server that has learned nothing, one mail for each kind so that its
 * classes are loaded, then the run by the real clock. Nothing is asserted about time. Afterwards the receivers take
 * nothing any more, and each mail is either delivered or in a queue.
 */
final class LiveRun {
    private static final Duration FIRST_MAILS = Duration.ofSeconds(60);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 500;

    private final Scenario scenario;
    private final Contender contender;
    private final Path log;

    /** @param log gets what the server logs of its lanes */
    LiveRun(Scenario scenario, Contender contender, Path log) {
        this.scenario = scenario;
        this.contender = contender;
        this.log = log;
    }

    Seen run() throws InterruptedException {
        try (MicrosoftWorld world = MicrosoftWorld.start(Recording.ENVELOPES);
                JamesServer james = contender.start(world)) {
            Backlog backlog = new Backlog(james.webadmin());
            List<Mail> mails = scenario.mails().get();
            sendFirstMails(world, james, backlog, mails);
            Scene scene = new Scene(world);
            act(scene, Duration.ZERO);
            Instant start = Instant.now();
            Feed feed = new Feed(mails, start);
            CompletableFuture<Void> submission = feed.submitTo(james);
            double load = play(scene, start);
            long connections = scene.receivers()
                    .mapToLong(each -> each.ledger().connections())
                    .sum();
            int penalties = scene.penalties();
            int prolongations = scene.prolongations();
            keepLog(james);
            submission.join();
            scene.takeNothing();
            long waiting = settle(scene, mails, feed, start, backlog);
            return new Seen(
                    scenario,
                    contender,
                    fates(scene, mails, feed, start),
                    refusals(scene, start),
                    connections,
                    penalties,
                    prolongations,
                    waiting,
                    load);
        }
    }

    private void sendFirstMails(MicrosoftWorld world, JamesServer james, Backlog backlog, List<Mail> mails) {
        List<ProbeMail> first = mails.stream()
                .map(Mail::kind)
                .distinct()
                .map(kind ->
                        ProbeMail.to("first@" + Mail.DOMAINS.get(kind).get(0)).from("sender@example.net"))
                .toList();
        james.submit(first, 1).complete();
        world.awaitDelivered(first, FIRST_MAILS);
        Backlog.await("an empty server", () -> contender.waiting(backlog) == 0);
        world.reset();
    }

    private void act(Scene scene, Duration at) {
        scenario.turns().stream().filter(turn -> turn.at().equals(at)).forEach(turn -> turn.what()
                .accept(scene));
    }

    /** Lets the time of the run pass; returns the load in its middle. */
    private double play(Scene scene, Instant start) throws InterruptedException {
        double load = Double.NaN;
        Duration middle = scenario.length().dividedBy(2);
        List<Duration> times = scenario.turns().stream()
                .map(Turn::at)
                .filter(at -> !at.isZero())
                .distinct()
                .sorted()
                .toList();
        for (Duration at : times) {
            if (Double.isNaN(load) && at.compareTo(middle) > 0) {
                awaitTime(start.plus(middle));
                load = load();
            }
            awaitTime(start.plus(at));
            act(scene, at);
        }
        if (Double.isNaN(load)) {
            awaitTime(start.plus(middle));
            load = load();
        }
        awaitTime(start.plus(scenario.length()));
        return load;
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static void awaitTime(Instant when) throws InterruptedException {
        for (long millis = millisUntil(when); millis > 0; millis = millisUntil(when)) {
            Backlog.pause(millis);
        }
    }

    private static long millisUntil(Instant when) {
        return Duration.between(Instant.now(), when).toMillis();
    }

    /** Waits until each mail is delivered or waits, and returns how many wait. */
    private long settle(Scene scene, List<Mail> mails, Feed feed, Instant start, Backlog backlog)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(SETTLED);
        while (true) {
            long undelivered = Seen.undelivered(fates(scene, mails, feed, start));
            long waiting = contender.waiting(backlog);
            boolean same = undelivered == Seen.undelivered(fates(scene, mails, feed, start));
            if ((same && waiting == undelivered) || Instant.now().isAfter(deadline)) {
                return waiting;
            }
            Backlog.pause(PAUSE_MILLIS);
        }
    }

    private static List<Fate> fates(Scene scene, List<Mail> mails, Feed feed, Instant start) {
        Map<String, List<Double>> accepted = new HashMap<>();
        scene.receivers()
                .map(SimulatedReceiver::ledger)
                .map(Ledger::accepted)
                .flatMap(List::stream)
                .forEach(mail -> mail.header(ProbeMail.ID_HEADER)
                        .ifPresent(id -> accepted.merge(id, List.of(seconds(start, mail.at())), LiveRun::both)));
        return mails.stream()
                .filter(mail -> feed.acknowledged().containsKey(mail.probe().id()))
                .map(mail -> new Fate(
                        mail.kind(),
                        mail.at().toNanos() / 1e9,
                        seconds(start, feed.acknowledged().get(mail.probe().id())),
                        accepted.getOrDefault(mail.probe().id(), List.of())))
                .toList();
    }

    private static List<Double> both(List<Double> a, List<Double> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }

    private static List<Double> refusals(Scene scene, Instant start) {
        return scene.receivers()
                .map(SimulatedReceiver::ledger)
                .map(Ledger::refusals)
                .flatMap(List::stream)
                .map(refusal -> seconds(start, refusal.at()))
                .sorted()
                .toList();
    }

    private static double seconds(Instant start, Instant at) {
        return Duration.between(start, at).toNanos() / 1e9;
    }

    private void keepLog(JamesServer james) {
        String lines = james.logs()
                .lines()
                .filter(line -> line.contains("LaneNews") || line.contains(" WARN ") || line.contains(" ERROR "))
                .collect(Collectors.joining("\n", "", "\n"));
        try {
            Files.createDirectories(log.getParent());
            Files.writeString(log, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
