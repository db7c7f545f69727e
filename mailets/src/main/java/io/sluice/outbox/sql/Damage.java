package io.sluice.outbox.sql;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What cannot be read because pages of the file are damaged. SQLite writes nothing more in a transaction that met damage,
 * so what met it is passed over from then on, and set aside in a transaction of its own where that can still be written.
 * Safe for several threads.
 */
final class Damage {
    private static final Logger LOGGER = LoggerFactory.getLogger(Damage.class);

    /** More would make every lease slow; then the lanes with damaged mail stand still. */
    private static final int MOST = 1000;

    private final String file;
    private final Set<Long> passedOver = new ConcurrentSkipListSet<>();
    private final Queue<Long> news = new ConcurrentLinkedQueue<>();

    Damage(String file) {
        this.file = file;
    }

    /** Whether a failure means that the file is damaged: asking again cannot help. */
    static boolean isShownBy(Throwable failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return false;
        }
        int primary = sqlite.getResultCode().code & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** Whether it, or one of its causes, is shown by damage. */
    static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isShownBy(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Notes that an entry met damage; false when it was known or nothing more can be noted. */
    boolean met(long id) {
        boolean isNew = passedOver.size() < MOST && passedOver.add(id);
        if (isNew) {
            news.add(id);
        }
        return isNew;
    }

    /** Entries that leases pass over. */
    Set<Long> passedOver() {
        return passedOver;
    }

    /** An entry that met damage and that nobody has tried to set aside yet. */
    Optional<Long> next() {
        return Optional.ofNullable(news.poll());
    }

    /** Sets an entry aside that was read, but not understood. */
    void setAside(Session session, long id, String why) throws SQLException {
        session.update("UPDATE entry SET state = 3, lease_until = NULL WHERE id = ?", id);
        passedOver.remove(id);
        LOGGER.error("Entry {} of the outbox {} is set aside, it has {}", id, file, why);
    }

    /** Nothing about an entry can be written: its own page is damaged. */
    void cannotBeSetAside(long id, String why) {
        LOGGER.error(
                "Entry {} of the outbox {} is on a damaged page and passed over, the other mail goes on."
                        + " Save what can be read before more is lost: {}",
                id,
                file,
                why);
    }
}
