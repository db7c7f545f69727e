package io.sluice.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of Debian's package as a child process: on an ephemeral port of 127.0.0.1, with a data directory of
 * its own that vanishes with it. It can be stopped, killed and started again on the same data and port. The role
 * {@value #USER} owns everything.
 *
 * <p>PostgreSQL refuses to run as root: then it runs as the user {@code postgres}, whom the package makes.
 */
public final class PostgresServer implements AutoCloseable {
    public static final String USER = "sluice";
    public static final String PASSWORD = "a secret of the tests";

    /** When this environment variable is set, a PostgreSQL that is missing is a failure, otherwise a skipped test. */
    public static final String REQUIRED = "SLUICE_POSTGRES_REQUIRED";

    /** What to say when it is missing. */
    public static final String MISSING =
            "No PostgreSQL server is installed; on Debian: apt-get install postgresql-15" + " (or any later version)";

    private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final int PORT_ATTEMPTS = 5;

    private final Path binaries;
    private final Path directory;
    private final int port;
    private final AtomicInteger databases = new AtomicInteger();
    private final Thread lastResort = new Thread(this::destroy, "end of the PostgreSQL under test");
    private volatile Process process;

    private PostgresServer(Path binaries, Path directory, int port) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Whether tests can run, or have to run and fail. */
    public static boolean isInstalledOrRequired() {
        return System.getenv(REQUIRED) != null || binaries() != null;
    }

    /**
     * Makes a server and starts it. What it acknowledges survives that it is killed, not that the machine fails: it does
     * not wait for the disk.
     *
     * @throws IllegalStateException when it is not installed
     */
    public static PostgresServer start() {
        Path binaries = binaries();
        if (binaries == null) {
            throw new IllegalStateException(MISSING);
        }
        try {
            for (int attempt = 1; ; attempt++) {
                Path directory = Files.createTempDirectory("sluice-postgres");
                PostgresServer server = new PostgresServer(binaries, directory, freePort());
                try {
                    server.initialise();
                    server.restart();
                    return server;
                } catch (RuntimeException e) {
                    boolean again = attempt < PORT_ATTEMPTS && server.lostItsPort();
                    server.close();
                    if (!again) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path binaries() {
        if (!Files.isDirectory(PACKAGES)) {
            return null;
        }
        try (Stream<Path> versions = Files.list(PACKAGES)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("initdb")) && Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString))
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether somebody took the port between the look for a free one and the start. */
    private boolean lostItsPort() {
        return logText().contains("Address already in use");
    }

    private void initialise() throws IOException {
        Path password = Files.writeString(directory.resolve("password"), PASSWORD);
        Path log = Files.createFile(log());
        if (isRoot()) {
            UserPrincipal postgres =
                    directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("postgres");
            for (Path path : List.of(directory, password, log)) {
                Files.setOwner(path, postgres);
            }
        }
        run(
                List.of(
                        binaries.resolve("initdb").toString(),
                        "--pgdata=" + data(),
                        "--username=" + USER,
                        "--pwfile=" + password,
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--no-locale",
                        "--no-sync"),
                "");
    }

    /** Starts it, again if need be, on the same data and port, and waits until it answers. */
    public void restart() {
        List<String> command = asServer(List.of(
                binaries.resolve("postgres").toString(),
                "-D",
                data().toString(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200",
                "-c",
                "shared_buffers=32MB"));
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitAnswer();
    }

    private void awaitAnswer() {
        long deadline = System.nanoTime() + START.toNanos();
        List<String> question = List.of(
                binaries.resolve("pg_isready").toString(),
                "-q",
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                "1");
        while (exitCode(question) != 0) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException("PostgreSQL does not start; its log:\n" + logText());
            }
            try {
                boolean unused = process.waitFor(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static int exitCode(List<String> command) {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Makes an empty database; the JDBC URL of it. */
    public String newDatabase() {
        String name = "test" + databases.incrementAndGet();
        sql("postgres", "CREATE DATABASE " + name);
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** Runs statements as an operator would; the answer, fields separated by |. */
    public String ask(String url, String sql) {
        return sql(url.substring(url.lastIndexOf('/') + 1), sql);
    }

    /** Ends all sessions in a database, as an administrator or a failover does. */
    public void endSessions(String url) {
        ask(
                url,
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                        + " AND datname = current_database()");
    }

    private String sql(String database, String sql) {
        return run(
                List.of(
                        binaries.resolve("psql").toString(),
                        "-X",
                        "-q",
                        "-A",
                        "-t",
                        "-v",
                        "ON_ERROR_STOP=1",
                        "-h",
                        "127.0.0.1",
                        "-p",
                        Integer.toString(port),
                        "-U",
                        USER,
                        database),
                sql);
    }

    private String run(List<String> command, String input) {
        try {
            ProcessBuilder builder = new ProcessBuilder(asServer(command)).directory(directory.toFile());
            builder.environment().put("PGPASSWORD", PASSWORD);
            Process run = builder.redirectErrorStream(true).start();
            run.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
            run.getOutputStream().close();
            String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (run.waitFor() != 0) {
                throw new IllegalStateException(command.get(0) + " failed: " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> asServer(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> all =
                new ArrayList<>(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        all.addAll(command);
        return all;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Kills the whole server (SIGKILL) and waits until it is gone. */
    public void kill() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        await();
        all.forEach(each -> each.onExit().join());
    }

    /** Stops it at once, but orderly: sessions are ended (SIGINT, PostgreSQL's fast shutdown). */
    public void stop() {
        int unused = exitCode(asServer(List.of("kill", "-INT", Long.toString(process.pid()))));
        await();
    }

    private void await() {
        try {
            if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("PostgreSQL does not end within " + STOP + ":\n" + logText());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void destroy() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
        Runtime.getRuntime().removeShutdownHook(lastResort);
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + directory, e);
        }
    }

    private Path data() {
        return directory.resolve("data");
    }

    private Path log() {
        return directory.resolve("log");
    }

    private String logText() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
