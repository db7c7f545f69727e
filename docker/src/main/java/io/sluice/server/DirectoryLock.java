package io.sluice.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second server out of a working directory, for as long as the process lives; a kill releases it too. */
final class DirectoryLock {
    private final FileLock lock;

    private DirectoryLock(FileLock lock) {
        this.lock = lock;
    }

    /**
     * Takes the lock {@code run/lock}.
     *
     * @throws IOException when another server has it, or when the directory cannot be written
     */
    static DirectoryLock take(Path workingDirectory) throws IOException {
        Path file = Files.createDirectories(workingDirectory.resolve("run")).resolve("lock");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new IOException("Another server runs in "
                    + workingDirectory.toAbsolutePath().normalize());
        }
        return new DirectoryLock(lock);
    }

    void release() {
        try {
            lock.acquiredBy().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException takenInThisProcess) {
            return null;
        }
    }
}
