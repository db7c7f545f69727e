package io.sluice.outbox.sql;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A row for each mail and recipient that was taken from James's spool a moment ago. The rows of a run that ended without
 * closing the outbox belong to run 0.
 */
final class ReceiptTable {
    /** James acknowledges right after the mail was taken; this long also on a machine that stutters. */
    static final Duration KEPT = Duration.ofMinutes(1);
    /** Of a run that crashed: a spool may be long. */
    static final Duration KEPT_AFTER_CRASH = Duration.ofDays(1);

    static final String OLD = "SELECT id FROM receipt WHERE run = ? AND kept_until < ? ORDER BY kept_until LIMIT ?";
    /** Followed by the dialect's condition. */
    static final String OF_MAIL = "SELECT id FROM receipt WHERE mail = ?";

    /** Of mail that was taken out for James's spool, which has it for a while. */
    static final Duration KEPT_OF_TAKE_OVER = Duration.ofDays(1);

    private static final long GONE = 0;
    private static final int DIGEST_BYTES = 16;

    private ReceiptTable() {}

    /** What stands for a mail and one of its recipients. No address is kept. */
    static byte[] digest(String identity, String recipient) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(identity.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            digest.update(recipient.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest.digest(), DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    static void insert(Session session, byte[] mail, Instant now) throws SQLException {
        session.update(
                "INSERT INTO receipt (mail, run, kept_until) VALUES (?, ?, ?)",
                mail,
                session.dialect().run(),
                Columns.millis(now.plus(KEPT)));
    }

    /** A note that no stop in order drops. */
    static void insertLasting(Session session, byte[] mail, Instant now) throws SQLException {
        session.update(
                "INSERT INTO receipt (mail, run, kept_until) VALUES (?, ?, ?)",
                mail,
                GONE,
                Columns.millis(now.plus(KEPT_OF_TAKE_OVER)));
    }

    static boolean hasOfOtherRun(Session session, byte[] mail) throws SQLException {
        return session.first(OF_MAIL + session.dialect().otherRuns() + " LIMIT 1", row -> true, mail)
                .isPresent();
    }

    /** Makes one of another run ours; false when there is none. */
    static boolean claim(Session session, byte[] mail, Instant now) throws SQLException {
        Optional<Long> id = session.first(
                OF_MAIL + session.dialect().otherRuns() + " LIMIT 1"
                        + session.dialect().lockedIfFree(),
                row -> row.getLong(1),
                mail);
        if (id.isPresent()) {
            session.update(
                    "UPDATE receipt SET run = ?, kept_until = ? WHERE id = ?",
                    session.dialect().run(),
                    Columns.millis(now.plus(KEPT)),
                    id.get());
        }
        return id.isPresent();
    }

    /** What is ours is of an earlier run, which did not close the outbox; says how many it left. */
    static int leave(Session session, Instant now) throws SQLException {
        return session.update(
                "UPDATE receipt SET run = 0, kept_until = ? WHERE run = ?",
                Columns.millis(now.plus(KEPT_AFTER_CRASH)),
                session.dialect().run());
    }

    static boolean areLeft(Session session) throws SQLException {
        return session.first("SELECT 1 FROM receipt WHERE run = 0 LIMIT 1", row -> true)
                .isPresent();
    }

    /** Whether there are some of no use, of this run or of those that are gone. */
    static boolean areOld(Session session, Instant now) throws SQLException {
        return !old(session, session.dialect().run(), now, 1).isEmpty()
                || !old(session, GONE, now, 1).isEmpty();
    }

    /** Drops some that are of no use; says how many. */
    static int dropOld(Session session, Instant now, int max) throws SQLException {
        return dropOld(session, session.dialect().run(), now, max) + dropOld(session, GONE, now, max);
    }

    private static int dropOld(Session session, long run, Instant now, int max) throws SQLException {
        return session.update(
                "DELETE FROM receipt WHERE id IN (" + OLD + session.dialect().lockedIfFree() + ")",
                run,
                Columns.millis(now),
                max);
    }

    /** Drops all of this run. */
    static void dropOurs(Session session) throws SQLException {
        session.update("DELETE FROM receipt WHERE run = ?", session.dialect().run());
    }

    private static List<Long> old(Session session, long run, Instant now, int max) throws SQLException {
        return session.all(OLD, row -> row.getLong(1), run, Columns.millis(now), max);
    }
}
