package io.sluice.testkit.postfix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A Postfix of Debian's package that sends, and takes no mail over the network: with configuration, queue and data of its own
 * in a directory that vanishes with it, and never the system's. It connects from a loopback address of one's choice, always
 * to the same server, and tries again each second or two.
 *
 * <p>Postfix wants to be started by root; another user needs a {@code sudo} that does not ask.
 */
public final class PostfixSender implements AutoCloseable {
    /** When this environment variable is set, a Postfix that is missing is a failure, otherwise a skipped test. */
    public static final String REQUIRED = "SLUICE_POSTFIX_REQUIRED";

    /** What to say when it is missing. */
    public static final String MISSING = "No Postfix is installed; on Debian: apt-get install postfix";

    private static final Path POSTFIX = Path.of("/usr/sbin/postfix");
    private static final Path DAEMONS = Path.of("/usr/lib/postfix/sbin");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SERVICES =
            """
            pickup    unix  n  -  n  1  1  pickup
            cleanup   unix  n  -  n  -  0  cleanup
            qmgr      unix  n  -  n  1  1  qmgr
            rewrite   unix  -  -  n  -  -  trivial-rewrite
            bounce    unix  -  -  n  -  0  bounce
            defer     unix  -  -  n  -  0  bounce
            trace     unix  -  -  n  -  0  bounce
            smtp      unix  -  -  n  -  -  smtp
            relay     unix  -  -  n  -  -  smtp
            showq     unix  n  -  n  -  -  showq
            error     unix  -  -  n  -  -  error
            retry     unix  -  -  n  -  -  error
            anvil     unix  -  -  n  -  1  anvil
            scache    unix  -  -  n  -  1  scache
            postlog   unix-dgram n - n  -  1  postlogd
            """;

    private final Path directory;
    private final Thread lastResort = new Thread(this::stop, "end of the Postfix under test");

    private PostfixSender(Path directory) {
        this.directory = directory;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Whether tests can run, or have to run and fail. */
    public static boolean isInstalledOrRequired() {
        return System.getenv(REQUIRED) != null || (isInstalled() && isRoot());
    }

    /**
     * Starts one.
     *
     * @param source the loopback address that it connects from
     * @param helo what it says in EHLO
     * @param server where it brings all mail
     * @throws IllegalStateException when it is not installed
     */
    public static PostfixSender start(String source, String helo, InetSocketAddress server) {
        if (!isInstalled()) {
            throw new IllegalStateException(MISSING);
        }
        try {
            PostfixSender sender = new PostfixSender(Files.createTempDirectory("sluice-postfix"));
            try {
                sender.configure(source, helo, server);
                sender.run("", POSTFIX.toString(), "-c", sender.etc().toString(), "start");
                return sender;
            } catch (RuntimeException | IOException e) {
                sender.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInstalled() {
        return Files.isExecutable(POSTFIX) && Files.isDirectory(DAEMONS);
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private Path etc() {
        return directory.resolve("etc");
    }

    private void configure(String source, String helo, InetSocketAddress server) throws IOException {
        for (String part : List.of("etc", "queue", "data")) {
            Files.createDirectory(directory.resolve(part));
        }
        Files.writeString(etc().resolve("master.cf"), SERVICES);
        Files.writeString(
                etc().resolve("main.cf"),
                """
                compatibility_level = 3.6
                command_directory = /usr/sbin
                daemon_directory = %1$s
                queue_directory = %2$s/queue
                data_directory = %2$s/data
                maillog_file = %2$s/maillog
                maillog_file_prefixes = %2$s
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = %4$s
                mydestination =
                alias_maps =
                local_recipient_maps =
                inet_interfaces = loopback-only
                inet_protocols = ipv4
                smtp_bind_address = %3$s
                smtp_tls_security_level = none
                smtp_host_lookup = native
                relayhost = [%5$s]:%6$d
                minimal_backoff_time = 1s
                maximal_backoff_time = 2s
                queue_run_delay = 1s
                """
                        .formatted(
                                DAEMONS,
                                directory,
                                source,
                                helo,
                                server.getAddress().getHostAddress(),
                                server.getPort()));
        // Its processes run as another user.
        run("", "chmod", "755", directory.toString());
        run("", "chown", "-R", "root", etc().toString());
        run("", "chown", "postfix", directory.resolve("data").toString());
    }

    /** Gives it a mail. */
    public PostfixSender send(String from, String to, String message) {
        run(message, "/usr/sbin/sendmail", "-C", etc().toString(), "-f", from, to);
        return this;
    }

    /** The mails that it has still got, one JSON object in a line each. */
    public List<String> queue() {
        return run("", "/usr/sbin/postqueue", "-c", etc().toString(), "-j")
                .lines()
                .toList();
    }

    /** What it wrote into its log. */
    public String log() {
        return run("", "cat", directory.resolve("maillog").toString());
    }

    private String run(String input, String... command) {
        List<String> all = new ArrayList<>(isRoot() ? List.of() : List.of("sudo", "-n"));
        all.addAll(List.of(command));
        try {
            Path output = Files.createTempFile("sluice-postfix", ".out");
            try {
                Process process = new ProcessBuilder(all)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(all + " does not end");
                }
                String text = Files.readString(output);
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(all + " failed: " + text);
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void stop() {
        try {
            run("", POSTFIX.toString(), "-c", etc().toString(), "stop");
        } catch (IllegalStateException e) {
            // It did not run; what is to be deleted is deleted all the same.
        }
        run("", "rm", "-rf", directory.toString());
    }

    /** Ends it and deletes what it had. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException e) {
            return; // The hook is doing it.
        }
        stop();
    }
}
