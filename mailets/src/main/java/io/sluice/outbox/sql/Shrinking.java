package io.sluice.outbox.sql;

import java.sql.SQLException;

/**
 * Gives room that mail left back to the file system, in small steps. Some room stays for mail to come: a quarter of the
 * file, or the given reserve when that is more. For the writer's thread, between two transactions.
 */
final class Shrinking {
    /** 1 MiB, the work of a few milliseconds: nobody who comes in between waits longer. */
    private static final int STEP = 256;

    private static final int KEPT_PART = 4;

    private final long keptPages;
    private boolean shrank;

    /** Keeps so many bytes at least. */
    Shrinking(long keepFree) {
        this.keptPages = keepFree / DatabaseFile.PAGE_SIZE;
    }

    /** Makes the file a little smaller; false when it is small enough. */
    boolean step(Session session) throws SQLException {
        long surplus = surplus(session);
        if (surplus > 0) {
            session.run("PRAGMA incremental_vacuum(" + Math.min(STEP, surplus) + ")");
        }
        session.commit();
        if (surplus <= 0 && shrank) {
            // Only with the log written back the file itself gets smaller.
            session.runOutside("PRAGMA wal_checkpoint(PASSIVE)");
        }
        shrank = surplus > 0;
        return shrank;
    }

    private long surplus(Session session) throws SQLException {
        if (pragma(session, "auto_vacuum") == 0) {
            return 0;
        }
        long free = pragma(session, "freelist_count");
        return free - Math.max(keptPages, pragma(session, "page_count") / KEPT_PART);
    }

    private static long pragma(Session session, String name) throws SQLException {
        return session.first("PRAGMA " + name, row -> row.getLong(1)).orElseThrow();
    }
}
