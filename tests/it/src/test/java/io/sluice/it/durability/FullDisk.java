package io.sluice.it.durability;

import io.sluice.testkit.james.JamesSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/**
 * A file system that is full whenever a test wants it to be, without the rights to make a real one: the server's own JVM says
 * so, see {@link FullDiskAgent}. Only what Java writes can fail so; the outbox's database is written by SQLite, and has a
 * bound of its own.
 */
final class FullDisk {
    private final Path files;
    private final Path full;

    /** @param files where the agent and the switch are put */
    FullDisk(Path files) {
        this.files = files;
        this.full = files.resolve("full");
    }

    /** The same server, with a disk under this directory of it that can be filled. */
    JamesSetup under(JamesSetup setup, Path home, String directory) {
        return setup.home(home)
                .jvmOption("-javaagent:" + agent())
                .system(FullDiskAgent.DIRECTORY, home.resolve(directory).toString())
                .system(FullDiskAgent.SWITCH, full.toString());
    }

    void fill() {
        try {
            Files.createFile(full);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void makeRoom() {
        try {
            Files.delete(full);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path agent() {
        Path jar = files.resolve("full-disk.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), FullDiskAgent.class.getName());
        attributes.put(new Attributes.Name("Can-Retransform-Classes"), "true");
        attributes.put(
                Attributes.Name.CLASS_PATH,
                ByteBuddy.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            for (Class<?> type : new Class<?>[] {FullDiskAgent.class, FullDiskAgent.Write.class}) {
                String name = type.getName().replace('.', '/') + ".class";
                out.putNextEntry(new JarEntry(name));
                out.write(type.getClassLoader().getResourceAsStream(name).readAllBytes());
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
