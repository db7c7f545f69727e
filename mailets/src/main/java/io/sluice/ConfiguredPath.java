package io.sluice;

import java.io.FileNotFoundException;
import java.nio.file.Path;
import org.apache.james.filesystem.api.FileSystem;

/** Where a file is that {@code sluice.properties} names by a path or a James file URL. */
final class ConfiguredPath {
    private ConfiguredPath() {}

    /** @throws IllegalArgumentException when James cannot resolve it */
    static Path of(String key, String configured, FileSystem files) {
        if (!configured.startsWith(FileSystem.FILE_PROTOCOL)) {
            return Path.of(configured);
        }
        try {
            return files.getFile(configured).toPath();
        } catch (FileNotFoundException e) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + key + " is \"" + configured + "\", which James cannot resolve", e);
        }
    }
}
