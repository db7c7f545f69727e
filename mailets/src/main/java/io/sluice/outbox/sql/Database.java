package io.sluice.outbox.sql;

import java.sql.SQLException;

/** Makes connections that are set up as the outbox needs them. Safe for several threads. */
interface Database {
    /** A connection that changes things, in a transaction from the start. */
    Session openWriter() throws SQLException;

    /** A connection that reads what is committed, each statement for itself, and never waits for a writer. */
    Session openReader() throws SQLException;

    /** What the log calls it. */
    String name();

    /** Whether a read that failed so may succeed on another connection. */
    default boolean isConnectionLost(SQLException failure) {
        return false;
    }
}
