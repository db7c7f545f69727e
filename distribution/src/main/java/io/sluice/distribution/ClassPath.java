package io.sluice.distribution;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.tree.ClassNode;

/**
 * The classes of some jars, by internal name ({@code java/lang/String}); the first jar that has a class wins. Behind
 * them, where asked for, those of the running JDK. Not thread-safe.
 */
final class ClassPath {
    private final Map<String, JarFile> jarOfClass = new LinkedHashMap<>();
    private final Map<String, Optional<ClassNode>> known = new HashMap<>();
    private final boolean withJdk;

    private ClassPath(List<Path> jars, boolean withJdk) {
        this.withJdk = withJdk;
        jars.forEach(this::index);
    }

    /** The jars of these folders, and no others. */
    static ClassPath ofFolders(Path... folders) {
        return new ClassPath(jarsIn(folders), false);
    }

    /** The jars of these folders, and the running JDK. */
    static ClassPath ofFoldersAndJdk(Path... folders) {
        return new ClassPath(jarsIn(folders), true);
    }

    static List<Path> jarsIn(Path... folders) {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> files = Files.list(folder)) {
                files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return List.copyOf(jars);
    }

    /** The names of the classes in the jars. */
    Set<String> names() {
        return Set.copyOf(jarOfClass.keySet());
    }

    /** The jar that a class comes from; the class must be one of {@link #names()}. */
    Path jarOf(String name) {
        return Path.of(jarOfClass.get(name).getName());
    }

    Optional<ClassNode> find(String name) {
        return known.computeIfAbsent(name, this::read);
    }

    private void index(Path jar) {
        try {
            JarFile file = new JarFile(jar.toFile(), true, ZipFile.OPEN_READ, Runtime.version());
            file.versionedStream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> !name.equals("module-info"))
                    .forEach(name -> jarOfClass.putIfAbsent(name, file));
        } catch (IOException e) {
            throw new UncheckedIOException(jar.toString(), e);
        }
    }

    private Optional<ClassNode> read(String name) {
        try (InputStream bytes = open(name)) {
            if (bytes == null) {
                return Optional.empty();
            }
            ClassNode node = new ClassNode();
            new ClassReader(bytes).accept(node, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return Optional.of(node);
        } catch (IOException e) {
            throw new UncheckedIOException(name, e);
        }
    }

    private InputStream open(String name) throws IOException {
        JarFile jar = jarOfClass.get(name);
        if (jar != null) {
            return jar.getInputStream(jar.getJarEntry(name + ".class"));
        }
        return withJdk ? ClassLoader.getPlatformClassLoader().getResourceAsStream(name + ".class") : null;
    }
}
