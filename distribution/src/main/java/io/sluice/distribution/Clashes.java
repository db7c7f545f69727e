package io.sluice.distribution;

import java.nio.file.Path;
import java.util.List;

/** Classes that both a bundle and its platform have: two versions of them in one process end in errors nobody expects. */
public final class Clashes {
    private Clashes() {}

    /** One line per class, with both jars; sorted, empty when there are none. */
    public static List<String> between(Path bundle, Path platform) {
        ClassPath bundled = ClassPath.ofFolders(bundle);
        ClassPath provided = ClassPath.ofFolders(platform);
        return bundled.names().stream()
                .filter(provided.names()::contains)
                .sorted()
                .map(name -> name + " is in " + bundled.jarOf(name).getFileName() + " and in "
                        + provided.jarOf(name).getFileName())
                .toList();
    }
}
