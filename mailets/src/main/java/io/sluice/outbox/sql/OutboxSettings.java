package io.sluice.outbox.sql;

import java.nio.file.Path;

/**
 * How an embedded outbox is kept.
 *
 * @param directory where its files are; made when it is missing. A local file system: SQLite's locks and its shared
 *     memory do not work over a network
 * @param batchOperations how many operations share one commit at most, 1 to 10,000
 * @param batchBytes how many bytes of bodies share one commit at most, at least 1
 * @param queueCapacity how many operations wait for the writer at most, 1 to 1,000,000; more callers wait
 * @param readers how many reads run at once at most, 1 to 64
 * @param maxBytes how large the database file may grow, at least 1 MiB; at that size storing fails as on a full disk
 * @param keepFree how many bytes of room the file keeps for new mail at least when mail has left; 0 and more. A quarter of
 *     the file is kept in any case
 */
public record OutboxSettings(
        Path directory,
        int batchOperations,
        long batchBytes,
        int queueCapacity,
        int readers,
        long maxBytes,
        long keepFree) {
    /** The size of the largest database that SQLite can have with our page size. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    private static final long MIB = 1024L * 1024;

    public OutboxSettings {
        requireBetween("batchOperations", batchOperations, 1, 10_000);
        requireBetween("batchBytes", batchBytes, 1, Long.MAX_VALUE);
        requireBetween("queueCapacity", queueCapacity, 1, 1_000_000);
        requireBetween("readers", readers, 1, 64);
        requireBetween("maxBytes", maxBytes, MIB, Long.MAX_VALUE);
        requireBetween("keepFree", keepFree, 0, Long.MAX_VALUE);
    }

    /**
     * The defaults: 256 operations or 8 MiB a commit, 1024 waiting operations, 4 readers, as large as the disk, 32 MiB
     * kept free.
     */
    public static OutboxSettings in(Path directory) {
        return new OutboxSettings(directory, 256, 8 * MIB, 1024, 4, UNLIMITED, 32 * MIB);
    }

    public OutboxSettings withMaxBytes(long bytes) {
        return new OutboxSettings(directory, batchOperations, batchBytes, queueCapacity, readers, bytes, keepFree);
    }

    /** The same with another reserve. */
    public OutboxSettings withKeepFree(long bytes) {
        return new OutboxSettings(directory, batchOperations, batchBytes, queueCapacity, readers, maxBytes, bytes);
    }

    private static void requireBetween(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("The outbox's " + name + " is " + value + "; allowed is " + least
                    + (most == Long.MAX_VALUE ? " and more" : " to " + most));
        }
    }
}
