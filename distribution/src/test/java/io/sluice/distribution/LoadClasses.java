package io.sluice.distribution;

import java.lang.reflect.AccessibleObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Loads and resolves every class of a folder in the Java virtual machine that it is started with. Exit code 1, and the
 * classes that fail, on standard error.
 */
final class LoadClasses {
    private LoadClasses() {}

    /**
     * Runs on its own, without any test library.
     *
     * @param args the folder, and the prefixes of classes that may be missing, separated by commas
     */
    public static void main(String[] args) {
        List<String> mayBeMissing = List.of(args[1].split(",", -1));
        List<String> failed = new ArrayList<>();
        int loaded = 0;
        for (String name : ClassPath.ofFolders(Path.of(args[0])).names()) {
            try {
                resolve(Class.forName(name.replace('/', '.'), false, LoadClasses.class.getClassLoader()));
                loaded++;
            } catch (LinkageError | ClassNotFoundException e) {
                if (mayBeMissing.stream().noneMatch(String.valueOf(e.getMessage())::contains)) {
                    failed.add(name + ": " + e);
                }
            }
        }
        System.out.println(
                loaded + " classes loaded on Java " + Runtime.version().feature());
        failed.forEach(System.err::println);
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    /** Asking for members resolves all types in their declarations. */
    private static void resolve(Class<?> type) {
        Stream.of(type.getDeclaredMethods(), type.getDeclaredFields(), type.getDeclaredConstructors())
                .flatMap(Stream::of)
                .forEach(AccessibleObject::getAnnotations);
    }
}
