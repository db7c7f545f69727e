package io.sluice.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * BIND of Debian's package as a child process: on an ephemeral port of 127.0.0.1, with a directory of its own that vanishes
 * with it. It asks nobody but whom it is told to.
 */
public final class NamedServer implements AutoCloseable {
    /** When this environment variable is set, a BIND that is missing is a failure, otherwise a skipped test. */
    public static final String REQUIRED = "SLUICE_NAMED_REQUIRED";

    /** What to say when it is missing. */
    public static final String MISSING = "No BIND is installed; on Debian: apt-get install bind9";

    private static final Path BINARY = Path.of("/usr/sbin/named");
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int PORT_ATTEMPTS = 5;

    private final Path directory;
    private final int port;
    private final Thread lastResort = new Thread(this::destroy, "end of the BIND under test");
    private volatile Process process;

    private NamedServer(Path directory, int port) {
        this.directory = directory;
        this.port = port;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    /** Whether tests can run, or have to run and fail. */
    public static boolean isInstalledOrRequired() {
        return System.getenv(REQUIRED) != null || Files.isExecutable(BINARY);
    }

    /**
     * Starts one that knows zones.
     *
     * @param zones the text of each zone file by the zone's name; a text that is no zone file makes a zone that fails
     * @throws IllegalStateException when it is not installed, or does not start
     */
    public static NamedServer of(Map<String, String> zones) {
        StringBuilder config = new StringBuilder();
        zones.keySet()
                .forEach(zone ->
                        config.append("zone \"%s\" { type primary; file \"%s.zone\"; };%n".formatted(zone, zone)));
        return start("recursion no; dnssec-validation no;", config.toString(), zones);
    }

    /**
     * Starts one that asks another about a zone, and validates what it says.
     *
     * @param key the zone's key as a DNSKEY record
     */
    public static NamedServer validating(NamedServer authority, String zone, String key) {
        String[] parts = key.strip().split("\\s+", -1);
        int type = List.of(parts).indexOf("DNSKEY");
        StringBuilder base64 = new StringBuilder();
        for (int i = type + 4; i < parts.length; i++) {
            base64.append(parts[i]);
        }
        String config =
                """
                trust-anchors { "%s" static-key %s %s %s "%s"; };
                zone "%s" { type forward; forward only; forwarders { 127.0.0.1 port %d; }; };
                """
                        .formatted(
                                zone, parts[type + 1], parts[type + 2], parts[type + 3], base64, zone, authority.port);
        return start("recursion yes; dnssec-validation yes;", config, Map.of());
    }

    private static NamedServer start(String options, String config, Map<String, String> zones) {
        if (!Files.isExecutable(BINARY)) {
            throw new IllegalStateException(MISSING);
        }
        try {
            for (int attempt = 1; ; attempt++) {
                NamedServer server = new NamedServer(Files.createTempDirectory("sluice-named"), freePort());
                try {
                    for (Map.Entry<String, String> zone : zones.entrySet()) {
                        Files.writeString(server.directory.resolve(zone.getKey() + ".zone"), zone.getValue());
                    }
                    server.start(options, config);
                    return server;
                } catch (IOException | RuntimeException e) {
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether somebody took the port between the look for a free one and the start; UDP has not even been looked at. */
    private boolean lostItsPort() throws IOException {
        Path log = directory.resolve("log");
        String said = Files.exists(log) ? Files.readString(log) : "";
        return said.contains("address in use") || said.contains("unable to listen");
    }

    private void start(String options, String config) throws IOException {
        Path file = Files.writeString(
                directory.resolve("named.conf"),
                """
                options {
                  directory "%s"; pid-file none; session-keyfile "%s/session.key"; managed-keys-directory "%s";
                  listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
                  allow-query { any; }; empty-zones-enable no; notify no; %s
                };
                controls { };
                %s
                """
                        .formatted(directory, directory, directory, port, options, config));
        process = new ProcessBuilder(BINARY.toString(), "-g", "-n", "1", "-c", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        long end = System.nanoTime() + START.toNanos();
        // Whoever has the port may answer too.
        while (lostItsPort() || !answers()) {
            if (!process.isAlive() || lostItsPort() || System.nanoTime() > end) {
                throw new IllegalStateException("BIND does not start: " + Files.readString(directory.resolve("log")));
            }
        }
    }

    /** Any answer will do; one that does not come is waited for, which keeps the loop from spinning. */
    private boolean answers() {
        try {
            SimpleResolver resolver = new SimpleResolver(address());
            resolver.setTimeout(Duration.ofMillis(500));
            Message answer = resolver.send(Message.newQuery(
                    Record.newRecord(Name.fromConstantString("version.bind."), Type.TXT, DClass.CHAOS)));
            return answer.getHeader() != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Where it listens, over UDP and TCP. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private void destroy() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }

    @Override
    public void close() {
        Process running = process;
        try {
            if (running != null) {
                running.destroy();
                if (!running.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            }
            Runtime.getRuntime().removeShutdownHook(lastResort);
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            destroy();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
