package io.sluice.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;

/**
 * {@code run/ports.properties}: tells scripts and tests where a running server listens. It exists only while the server
 * takes mail, and is never seen half written. A killed server leaves it behind, with a {@code pid} that is not alive any
 * more; the next start removes it.
 */
record PortsFile(Path path) {
    static PortsFile in(Path workingDirectory) {
        return new PortsFile(workingDirectory.resolve("run").resolve("ports.properties"));
    }

    void write(BoundPorts ports) throws IOException {
        Files.createDirectories(path.getParent());
        Path unfinished = path.resolveSibling(path.getFileName() + ".tmp");
        Properties properties = ports.asProperties();
        properties.setProperty("pid", Long.toString(ProcessHandle.current().pid()));
        try (Writer writer = Files.newBufferedWriter(unfinished)) {
            properties.store(writer, null);
        }
        Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + path, e);
        }
    }
}
