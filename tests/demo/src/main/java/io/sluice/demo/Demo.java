package io.sluice.demo;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.james.StartFailed;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the demonstration from the start of the server to the summary. */
final class Demo {
    private static final int SUBMISSION_SECONDS = 20;
    private static final Duration REFRESH = Duration.ofMillis(500);
    /** For 400 mails; more mails get more time. */
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private static final Duration LIMIT_PER_MAIL = Duration.ofMillis(250);
    private static final int LOG_LINES = 30;

    /** Waiting times that fit into a demonstration. */
    private static final Map<String, String> RETRIES = new TreeMap<>(Map.of(
            "retry.ip-reputation-throttle", "2 seconds to 6 seconds",
            "retry.connection-limit", "1 seconds to 3 seconds",
            "retry.service-throttle", "2 seconds to 5 seconds",
            "retry.outage", "1 seconds to 3 seconds",
            "retry.mailbox-unavailable", "3 seconds to 6 seconds"));

    /** Learning that fits into a demonstration. */
    private static final Map<String, String> LIMITS = new TreeMap<>(
            Map.of("lane.consumer.rate.start", "2/s", "lane.business.gate-rate.start", "4/s"));

    private final DemoOptions options;
    private final Screen screen;
    private volatile boolean interrupted;

    Demo(DemoOptions options, Screen screen) {
        this.options = options;
        this.screen = screen;
    }

    /** Returns whether every mail arrived exactly once. */
    boolean run() {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted = true, "end of the demonstration"));
        screen.say("Sluice demonstration: a real James 3.8.1 with Sluice, simulated receivers, no Internet.");
        try (MicrosoftWorld world = MicrosoftWorld.start()) {
            Traffic.TENANTS.forEach(world::hostTenant);
            screen.say("Receivers are up: Outlook.com (" + String.join(", ", Traffic.CONSUMER) + "),");
            screen.say("  Exchange Online (" + String.join(", ", Traffic.TENANTS) + "),");
            screen.say("  and somebody else (" + String.join(", ", Traffic.OTHERS)
                    + "), with the DNS that leads to them.");
            return withServer(world);
        }
    }

    private boolean withServer(MicrosoftWorld world) {
        JamesSetup setup = world.james();
        options.home().ifPresent(setup::home);
        RETRIES.forEach((name, value) -> setup.mailet("MicrosoftRemoteDelivery", name, value));
        LIMITS.forEach(setup::sluice);
        screen.say("Waiting times are shortened to seconds in this server's mailetcontainer.xml; without these");
        screen.say("parameters of MicrosoftRemoteDelivery they are minutes to hours, as Microsoft asks for:");
        RETRIES.forEach((name, value) -> screen.say("  <" + name + ">" + value + "</" + name + ">"));
        screen.say("and lanes begin a little faster than by default, in sluice.properties:");
        LIMITS.forEach((key, value) -> screen.say("  " + key + "=" + value));
        screen.say("Starting the server ...");
        try (JamesServer james = setup.start()) {
            screen.say(String.format(
                    Locale.ROOT,
                    "Server is up: SMTP on port %d, lanes on %s/microsoft/lanes, data in %s",
                    james.smtp().getPort(),
                    james.webadmin(),
                    james.home()));
            return play(world, james);
        } catch (StartFailed e) {
            e.getMessage().lines().forEach(screen::say);
            return false;
        }
    }

    private boolean play(MicrosoftWorld world, JamesServer james) {
        Traffic traffic = Traffic.of(options.mails());
        screen.say(traffic.mails().size() + " mails go in over SMTP during " + SUBMISSION_SECONDS + " s.");
        screen.say("");
        Script script = new Script(world);
        LanesClient client = new LanesClient(james.webadmin());
        Duration limit = LIMIT.plus(LIMIT_PER_MAIL.multipliedBy(options.mails()));
        List<LaneView> lanes = List.of();
        Duration elapsed = Duration.ZERO;
        Optional<String> fault = Optional.empty();
        long start = System.nanoTime();
        try (Submitter submitter = new Submitter(james, traffic.mails(), SUBMISSION_SECONDS)) {
            tell(script.due(elapsed));
            submitter.start();
            boolean done = false;
            while (!done && fault.isEmpty() && elapsed.compareTo(limit) < 0) {
                pause();
                elapsed = Duration.ofNanos(System.nanoTime() - start);
                tell(script.due(elapsed));
                lanes = client.lanes();
                Tally tally = Tally.of(world, traffic);
                long others = world.other().ledger().acceptedRecipients()
                        - tally.bounces().size();
                screen.show(LaneTable.draw(lanes, others, tally, elapsed, Instant.now()));
                boolean empty = lanes.stream().allMatch(lane -> lane.queued() == 0);
                done = submitter.done() && tally.complete() && empty;
                fault = james.isRunning() ? submitter.fault() : Optional.of("the server ended");
            }
        } catch (IOException e) {
            fault = Optional.of(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fault = Optional.of("interrupted");
        }
        if (interrupted) {
            return false;
        }
        screen.finish();
        screen.say("Stopping the server ...");
        james.stop();
        Tally tally = Tally.of(world, traffic);
        fault.ifPresent(why -> complain(why, james));
        new Summary(world, traffic, tally).lines(lanes, elapsed).forEach(screen::say);
        return tally.perfect() && fault.isEmpty();
    }

    private void tell(List<Script.Scene> scenes) {
        scenes.forEach(scene -> scene.lines().forEach(line -> screen.announce(">> " + line)));
    }

    /** Nothing else would end this pause early. */
    private static void pause() throws InterruptedException {
        new CountDownLatch(1).await(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void complain(String why, JamesServer james) {
        screen.say("Something went wrong: " + why);
        screen.say("The end of the server's log:");
        List<String> log = james.logs().lines().toList();
        log.subList(Math.max(0, log.size() - LOG_LINES), log.size()).forEach(screen::say);
    }
}
