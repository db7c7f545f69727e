package io.sluice.testkit.james;

import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The real server, as a child process. It can be stopped, killed and started again on the same data.
 *
 * <pre>{@code
 * try (var james = JamesServer.setup().dns(dns).mailet("MicrosoftRemoteDelivery", "mail.smtp.port", "2526").start()) {
 *     james.submit(ProbeMail.to("a@contoso.com"));
 *     james.kill();
 *     james.start();
 * }
 * }</pre>
 *
 * <p>Not thread-safe, except that mail may be submitted and the log read while another thread stops or kills it. A
 * normal end of this JVM takes the server with it.
 */
public final class JamesServer implements AutoCloseable {

    /** The system property that names the directory of the assembled server. */
    public static final String DIRECTORY_PROPERTY = "sluice.server.directory";

    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration LAST_STOP = Duration.ofSeconds(15);

    private final JamesHome home;
    private final List<String> command;
    private final Map<String, String> environment;
    private final ServerLog log;
    private final Thread lastResort = new Thread(this::endWithThisJvm, "end of the server under test");
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Process process;
    private volatile Properties ports = new Properties();

    JamesServer(JamesHome home, List<String> command, Map<String, String> environment) {
        this.home = home;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.log = new ServerLog(home.directory());
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /**
     * Begins the set-up of a server from the assembly that the system property {@value #DIRECTORY_PROPERTY} names.
     *
     * @throws IllegalStateException when it is not set.
     */
    public static JamesSetup setup() {
        String directory = System.getProperty(DIRECTORY_PROPERTY);
        if (directory == null) {
            throw new IllegalStateException("The system property " + DIRECTORY_PROPERTY
                    + " has to name the directory of the assembled server, with lib, conf and extensions-jars in it");
        }
        return setup(Path.of(directory));
    }

    /** Begins the set-up of a server from an assembled directory with {@code lib}, {@code conf} and so on in it. */
    public static JamesSetup setup(Path assembly) {
        return new JamesSetup(assembly.toAbsolutePath());
    }

    /**
     * Starts the server, again if need be, and waits until it takes mail.
     *
     * @throws StartFailed when it ends instead, or is not ready within 3 minutes.
     */
    public void start() {
        if (isRunning()) {
            throw new IllegalStateException("The server is running already");
        }
        try {
            home.forgetPorts();
            log.markStart();
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.directory().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.file().toFile()));
            builder.environment().putAll(environment);
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        boolean decided = DirectoryWatch.await(home.run(), START, () -> home.hasPorts() || !isRunning());
        if (!decided || !home.hasPorts()) {
            String what = isRunning()
                    ? "The server is not ready within " + START
                    : "The server ended with exit code " + process.exitValue() + " instead of starting";
            kill();
            throw new StartFailed(what, log.sinceStart());
        }
        ports = home.ports();
    }

    /** Whether the process is alive. */
    public boolean isRunning() {
        return process != null && process.isAlive();
    }

    /**
     * Asks the server to stop (SIGTERM) and waits for it.
     *
     * @throws AssertionError when it does not end within 60 s; it is killed then.
     */
    public void stop() {
        process.destroy();
        if (!ended(STOP)) {
            kill();
            throw new AssertionError("The server does not stop within " + STOP + "; its log:\n" + log.sinceStart());
        }
    }

    /** Kills the server (SIGKILL) and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        if (!ended(STOP)) {
            throw new AssertionError("The server survives SIGKILL");
        }
    }

    /** Stops the server, if it runs, and starts it on the same data. The ports change. */
    public void restart() {
        if (isRunning()) {
            stop();
        }
        start();
    }

    /** The configuration, for changes between two starts. */
    public Configuration configuration() {
        return new Configuration(home.conf());
    }

    /** The working directory: {@code conf}, {@code var} and so on. */
    public Path home() {
        return home.directory();
    }

    /** Where it takes mail. */
    public InetSocketAddress smtp() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port("smtp"));
    }

    /** The root of WebAdmin, without a slash at the end. */
    public URI webadmin() {
        return URI.create("http://127.0.0.1:" + port("webadmin"));
    }

    private int port(String name) {
        String port = ports.getProperty(name);
        if (port == null) {
            throw new IllegalStateException("The server has no port for " + name);
        }
        return Integer.parseInt(port);
    }

    /**
     * Submits mails one after the other.
     *
     * @throws AssertionError when one is not acknowledged.
     */
    public void submit(ProbeMail... mails) {
        submit(List.of(mails), 1).complete();
    }

    /** Submits mails over several connections and tells which were acknowledged. */
    public Submission submit(Collection<ProbeMail> mails, int connections) {
        return new MailSubmitter(smtp()).submit(mails, connections);
    }

    /** Everything that the server wrote, over all its starts. */
    public String logs() {
        return log.text();
    }

    /**
     * Waits until the log, since the last start, contains a text.
     *
     * @throws AssertionError when the time is over first, or the server ends without it.
     */
    public void awaitLog(String text, Duration atMost) {
        log.await(text, atMost, this::isRunning);
    }

    /** The process number. */
    public long pid() {
        return process.pid();
    }

    /** Resident memory of the server in bytes. */
    public long residentBytes() {
        return numbers().residentBytes();
    }

    /** Heap in use in bytes, after a full collection that this call causes. */
    public long heapUsedBytes() {
        return numbers().heapUsedBytes();
    }

    /** Processor time that the server has used since its start. */
    public Duration cpuTime() {
        return numbers().cpuTime();
    }

    private ProcessNumbers numbers() {
        return new ProcessNumbers(process.toHandle());
    }

    /** Kills the server if it runs, and removes its directory unless it was given. */
    @Override
    public void close() {
        if (closing.getAndSet(true)) {
            return;
        }
        if (isRunning()) {
            kill();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            // This JVM is going down already; the hook has seen that it is not needed.
        }
        home.delete();
    }

    /** A Ctrl-C reaches the server too, and lets it stop by itself; a server that takes its time is killed. */
    private void endWithThisJvm() {
        if (closing.getAndSet(true)) {
            return;
        }
        if (isRunning()) {
            process.destroy();
            if (!ended(LAST_STOP)) {
                kill();
            }
        }
        home.delete();
    }

    private boolean ended(Duration within) {
        try {
            return process.waitFor(within.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of the server", e);
        }
    }
}
