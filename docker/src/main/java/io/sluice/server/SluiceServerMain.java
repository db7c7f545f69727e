package io.sluice.server;

import java.nio.file.Path;
import org.apache.james.ExtraProperties;
import org.apache.james.FakeSearchMailboxModule;
import org.apache.james.GuiceJamesServer;
import org.apache.james.MemoryJamesConfiguration;
import org.apache.james.MemoryJamesServerMain;
import org.apache.james.modules.RunArgumentsModule;
import reactor.core.publisher.Hooks;

/**
 * Starts the server in the directory that the system property {@code working.directory} names: {@code conf/} is read
 * there, {@code var/} and {@code run/} are written.
 *
 * <p>Exit code 1 and a reason on standard error when it cannot start. SIGTERM and Ctrl-C stop it cleanly.
 */
public final class SluiceServerMain {
    private SluiceServerMain() {}

    /**
     * Starts and returns; the server's own threads keep the process alive.
     *
     * @param args {@code --generate-keystore} or nothing, as for any James
     */
    public static void main(String[] args) {
        // Otherwise James itself ends the process, and the reason is lost in a stack trace.
        System.setProperty("james.exit.on.startup.error", "false");
        try {
            start(args);
        } catch (Exception | LinkageError e) {
            System.err.println(StartFailure.describe(e));
            System.exit(1);
        }
    }

    private static void start(String[] args) throws Exception {
        ExtraProperties.initialize();
        MemoryJamesConfiguration configuration = MemoryJamesConfiguration.builder()
                .useWorkingDirectoryEnvProperty()
                .build();
        Path root = Path.of(configuration.directories().getRootDirectory());
        DirectoryLock lock = DirectoryLock.take(root);
        PortsFile portsFile = PortsFile.in(root);
        portsFile.delete();

        GuiceJamesServer server = MemoryJamesServerMain.createServer(configuration)
                .combineWith(new FakeSearchMailboxModule())
                .overrideWith(new ActiveMQQueueModule(), new PortAwareDnsModule(), new RunArgumentsModule(args));
        server.start();

        BoundPorts ports = BoundPorts.of(server);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, portsFile, lock), "stop"));
        portsFile.write(ports);
        System.out.println("Sluice is up in " + root.toAbsolutePath().normalize() + ": " + ports.describe());
    }

    private static void stop(GuiceJamesServer server, PortsFile portsFile, DirectoryLock lock) {
        portsFile.delete();
        // The queue's consumers are interrupted while they wait for the next mail; James would log that as an error.
        Hooks.onErrorDropped(interrupted -> {});
        server.stop();
        lock.release();
        System.out.println("Sluice has stopped.");
    }
}
