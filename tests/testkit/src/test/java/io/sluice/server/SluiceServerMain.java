package io.sluice.server;

import io.sluice.testkit.smtp.SimulatedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Stands in for the real server, which is built later: it takes mail, tells its ports, and stops on SIGTERM. */
public final class SluiceServerMain {

    private SluiceServerMain() {}

    /** Fails if the configuration has a file {@code fail}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("working.directory"));
        if (Files.exists(home.resolve("conf/fail"))) {
            System.err.println("conf/fail is there");
            System.exit(3);
        }
        SimulatedReceiver smtp = SimulatedReceiver.named("fake").start();
        Path unfinished = home.resolve("run/unfinished");
        Files.writeString(unfinished, "smtp=" + smtp.port() + "\nwebadmin=1234\n");
        Files.move(unfinished, home.resolve("run/ports.properties"));
        System.out.println("up with dns " + System.getProperty("sluice.dns.server", "unset"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("stopped cleanly")));
        new CountDownLatch(1).await();
    }
}
