package io.sluice.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/**
 * Notices that a file has changed, by its time, size and identity, without reading it. Make it before the file is read
 * first, so that no change is missed. Safe for several threads.
 *
 * <p>Editors that save by renaming let the file be gone for a moment. So it counts as gone when it is missed twice in a
 * row.
 */
public final class FileWatch {
    /** @param identity tells a file from one that took its name; null where the file system does not say */
    private record Stamp(FileTime modified, long size, Object identity) {}

    private final Path file;
    private Optional<Stamp> seen;
    private boolean missed;

    public FileWatch(Path file) {
        this.file = file;
        this.seen = stamp();
    }

    /** Whether the file has changed, come or gone since the last call, or since this was made. */
    public synchronized boolean changed() {
        Optional<Stamp> now = stamp();
        if (now.isEmpty() && seen.isPresent() && !missed) {
            missed = true;
            return false;
        }
        missed = false;
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private Optional<Stamp> stamp() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey()));
        } catch (IOException e) {
            // Not there, or not to be seen: whoever reads it will be told why.
            return Optional.empty();
        }
    }
}
