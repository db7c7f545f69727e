package io.sluice.outbox.sql;

import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an outbox in a file does when it is opened: nobody else has its leases, and the last run may have been killed. */
final class Recovery {
    private static final Logger LOGGER = LoggerFactory.getLogger(Recovery.class);

    private final Changes changes;
    private final Readers readers;
    private final Path file;

    Recovery(Changes changes, Readers readers, Path file) {
        this.changes = changes;
        this.readers = readers;
        this.file = file;
    }

    /** Deletes what was delivered and what was not stored to the end, queues what was in flight, and tells of it. */
    void run(DeliveredJournal journal) {
        journal.replay(id -> changes.now(session -> Leasing.deleteLeased(session, id)));
        int returned = changes.now(session -> {
            for (long id : MessageTable.unfinished(session)) {
                MessageTable.delete(session, id);
            }
            return Leasing.reclaimAll(session);
        });
        if (returned > 0) {
            LOGGER.info("{} entries of {} were in flight when it was left; they are queued again", returned, file);
        }
        long aside = readers.read(EntryTable::setAside);
        if (aside > 0) {
            LOGGER.warn(
                    "{} entries of {} are set aside (state 3): they cannot be read and will not leave", aside, file);
        }
    }
}
