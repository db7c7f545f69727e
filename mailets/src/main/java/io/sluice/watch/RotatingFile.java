package io.sluice.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * A file of lines that is set aside when it is full: {@code name.1} is the one before, {@code name.2} the one before that.
 * Opened for each batch, so that whoever moves or removes it from outside does no harm. Only its owner may read it, where
 * the file system knows owners. For one thread at a time.
 */
final class RotatingFile {
    private static final Set<StandardOpenOption> APPENDING =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    private static final Set<PosixFilePermission> OWNERS_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path file;
    private final long maximumSize;
    private final int files;
    /** Whether the last line may have been written in part. */
    private boolean torn;

    /** @param files how many there are, the one that is written to included */
    RotatingFile(Path file, long maximumSize, int files) {
        this.file = file;
        this.maximumSize = maximumSize;
        this.files = files;
    }

    /** Adds lines. When it fails some of them may have been written. */
    void add(List<String> lines) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        int at = 0;
        while (at < lines.size()) {
            long size = Files.exists(file) ? Files.size(file) : 0;
            if (size > 0 && size + bytes(lines.get(at)).length > maximumSize) {
                rotate();
                size = 0;
            }
            at = append(lines, at, size);
        }
    }

    private int append(List<String> lines, int from, long size) throws IOException {
        long written = size;
        int at = from;
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(file, APPENDING, ownersOnly()))) {
            if (torn) {
                out.write('\n');
            }
            torn = true;
            while (at < lines.size()) {
                byte[] line = bytes(lines.get(at));
                if (written > 0 && written + line.length > maximumSize) {
                    break;
                }
                out.write(line);
                written += line.length;
                at++;
            }
        }
        torn = false;
        return at;
    }

    private FileAttribute<?>[] ownersOnly() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNERS_ONLY)}
                : new FileAttribute<?>[0];
    }

    private void rotate() throws IOException {
        for (int number = files - 1; number >= 1; number--) {
            Path older = number == 1 ? file : numbered(number - 1);
            if (Files.exists(older)) {
                Files.move(older, numbered(number), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static byte[] bytes(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
