package io.sluice.testkit.james;

import io.sluice.testkit.dns.DnsResponder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The server's classes as the JVM has them in memory (class data sharing, JEP 350). To load them from their jars is half of
 * the work of a start. A server that starts and stops makes it, once for all test JVMs, and anew when a jar has changed. It
 * changes nothing but the time: a JVM that it does not fit loads the jars.
 */
final class ServerArchive {

    /** The system property that names the directory to keep it in. When it is not set there is none. */
    static final String DIRECTORY_PROPERTY = "sluice.server.archive";

    private ServerArchive() {}

    /** The JVM options that use the archive of a server, made now when it is missing; none if there is to be none. */
    static List<String> options(Path assembly) {
        String directory = System.getProperty(DIRECTORY_PROPERTY, "");
        return directory.isBlank()
                ? List.of()
                : archive(assembly, Path.of(directory))
                        .map(file -> List.of("-XX:SharedArchiveFile=" + file))
                        .orElse(List.of());
    }

    private static synchronized Optional<Path> archive(Path assembly, Path directory) {
        try {
            Files.createDirectories(directory);
            // Of this JVM alone; another would say that it does not fit.
            Path archive = directory.resolve("server-" + Runtime.version() + ".jsa");
            try (FileChannel channel = FileChannel.open(
                            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (!isCurrent(archive, assembly, lock)) {
                    make(archive, assembly);
                }
            }
            return Files.size(archive) == 0 ? Optional.empty() : Optional.of(archive);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isCurrent(Path archive, Path assembly, FileLock lock) throws IOException {
        if (!lock.isValid() || !Files.exists(archive)) {
            return false;
        }
        FileTime made = Files.getLastModifiedTime(archive);
        try (Stream<Path> jars = Files.list(assembly.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                if (Files.getLastModifiedTime(jar).compareTo(made) >= 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A JVM that cannot make one leaves an empty file, so that nobody tries again. */
    private static void make(Path archive, Path assembly) throws IOException {
        Path unfinished = archive.resolveSibling("unfinished");
        Files.deleteIfExists(unfinished);
        try (DnsResponder dns = DnsResponder.start();
                JamesServer server = new JamesSetup(assembly)
                        .withoutArchive()
                        .jvmOption("-XX:ArchiveClassesAtExit=" + unfinished)
                        .dns(dns)
                        .start()) {
            server.stop();
        } catch (StartFailed e) {
            Files.deleteIfExists(unfinished);
        }
        if (!Files.exists(unfinished)) {
            Files.createFile(unfinished);
        }
        Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
