package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/** Makes files that are complete, on disk and their owner's only, or not there at all. Overwrites none. */
final class NewFile {
    private NewFile() {}

    /** Writes a file; what it returns is passed on. */
    @FunctionalInterface
    interface Writing<T> {
        T to(Path part) throws IOException, SQLException;
    }

    /**
     * Makes a file.
     *
     * @param writing gets the name of a file beside it, which is there and empty
     * @throws OutboxException when the file is there already, or cannot be made; the message is for people
     */
    static <T> T make(Path target, Writing<T> writing) {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute)) {
            throw new OutboxException("The file " + target + " is there already; move it away or name another");
        }
        Path part = absolute.resolveSibling(absolute.getFileName() + ".part");
        try {
            Files.deleteIfExists(part);
            PrivateFiles.file(part);
            T result = writing.to(part);
            // What was copied over it may have brought other permissions.
            PrivateFiles.file(part);
            sync(part);
            Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
            return result;
        } catch (IOException | SQLException e) {
            throw new OutboxException("The file " + target + " was not written: " + e.getMessage(), e);
        } finally {
            part.toFile().delete();
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
