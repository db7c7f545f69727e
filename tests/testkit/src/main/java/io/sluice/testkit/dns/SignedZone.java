package io.sluice.testkit.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A zone signed with BIND's own tools.
 *
 * @param text of the signed zone file
 * @param key the DNSKEY record that a validating server has to trust
 */
public record SignedZone(String text, String key) {
    /**
     * Signs a zone.
     *
     * @param directory an empty one
     */
    public static SignedZone sign(Path directory, String zone, String text) {
        try {
            Path file = Files.writeString(directory.resolve("zone"), text);
            run(directory, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", zone);
            run(directory, "dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", zone);
            run(directory, "dnssec-signzone", "-S", "-O", "full", "-o", zone, "-f", "signed", file.toString());
            return new SignedZone(Files.readString(directory.resolve("signed")), keySigningKey(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String keySigningKey(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".key")).toList()) {
                for (String line : Files.readAllLines(file)) {
                    if (line.contains("DNSKEY 257")) {
                        return line;
                    }
                }
            }
        }
        throw new IllegalStateException("No key was made");
    }

    private static void run(Path directory, String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(command[0] + " failed: " + Files.readString(directory.resolve("log")));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
