package io.sluice.distribution;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** Finds an installed JDK by its {@code release} file: the running one, {@code JAVA_HOME...}, the usual folders. */
final class JavaFinder {
    private JavaFinder() {}

    /** The {@code java} of some JDK of at least this feature release. */
    static Optional<Path> find(int feature) {
        return Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"))),
                        System.getenv().entrySet().stream()
                                .filter(entry -> entry.getKey().startsWith("JAVA_HOME"))
                                .map(Map.Entry::getValue)
                                .map(Path::of),
                        childrenOf(Path.of("/usr/lib/jvm")),
                        childrenOf(Path.of("/opt")),
                        childrenOf(Path.of(System.getProperty("user.home"), ".sdkman/candidates/java")))
                .flatMap(homes -> homes)
                .filter(home -> featureOf(home) >= feature)
                .map(home -> home.resolve("bin/java"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Stream<Path> childrenOf(Path folder) {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int featureOf(Path home) {
        Path release = home.resolve("release");
        if (!Files.isReadable(release)) {
            return 0;
        }
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(release)) {
            properties.load(reader);
            String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
            return Runtime.Version.parse(version).feature();
        } catch (IOException | IllegalArgumentException unreadable) {
            return 0;
        }
    }
}
