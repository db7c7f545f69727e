package io.sluice.testkit.james;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The working directory of a server: own configuration and data, and the jars of the assembly by reference.
 *
 * @param directory where it is.
 * @param temporary whether it is to vanish in the end.
 */
record JamesHome(Path directory, boolean temporary) {

    static JamesHome temporary(Path assembly) {
        try {
            return new JamesHome(Files.createTempDirectory("sluice-james"), true).prepared(assembly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JamesHome at(Path directory, Path assembly) {
        return new JamesHome(directory, false).prepared(assembly);
    }

    private JamesHome prepared(Path assembly) {
        try {
            Files.createDirectories(run());
            Files.createDirectories(temporaryFiles());
            Files.createDirectories(extensions());
            if (!Files.exists(conf())) {
                copyFlat(assembly.resolve("conf"), conf());
            }
            for (Path jar : list(assembly.resolve("extensions-jars"))) {
                addExtension(jar);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the server directory " + directory, e);
        }
    }

    Path conf() {
        return directory.resolve("conf");
    }

    Path run() {
        return directory.resolve("run");
    }

    Path temporaryFiles() {
        return directory.resolve("tmp");
    }

    private Path extensions() {
        return directory.resolve("extensions-jars");
    }

    private Path portsFile() {
        return run().resolve("ports.properties");
    }

    void addExtension(Path jar) throws IOException {
        Path link = extensions().resolve(jar.getFileName());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, jar.toAbsolutePath());
    }

    void removeExtensions() throws IOException {
        for (Path jar : list(extensions())) {
            Files.delete(jar);
        }
    }

    /** A killed server leaves its ports behind; they would look like those of the next. */
    void forgetPorts() throws IOException {
        Files.deleteIfExists(portsFile());
    }

    boolean hasPorts() {
        return Files.exists(portsFile());
    }

    Properties ports() {
        try (Reader reader = Files.newBufferedReader(portsFile())) {
            Properties ports = new Properties();
            ports.load(reader);
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delete() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the server directory " + directory, e);
        }
    }

    private static void copyFlat(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (Path file : list(from)) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
