package io.sluice.outbox.sql;

import io.sluice.outbox.OutboxException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongPredicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Numbers of entries that are done, and that the database refuses to delete, because the disk is full for example. Should the
 * server stop before it takes them, they are deleted at the next start instead of sent again. The file has its full size from
 * the start: writing into it needs no room. The last {@value #PLACES} are kept; there are never as many attempts under way.
 *
 * <p>It is emptied at each start, so that it never speaks of another database that was put in the place of this one. Safe for
 * several threads.
 */
final class DeliveredJournal implements Engine.Refused {
    static final String NAME = "outbox.delivered";
    static final int PLACES = 8192;

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveredJournal.class);

    private final FileChannel file;
    private final Set<Long> noted = new LinkedHashSet<>(); // guarded by this
    private int next; // guarded by this

    private DeliveredJournal(FileChannel file) {
        this.file = file;
    }

    /**
     * Opens the journal of a directory, made when it is missing. Needs the directory's lock.
     *
     * @throws OutboxException when it cannot be opened
     */
    static DeliveredJournal open(Path directory) {
        Path path = directory.resolve(NAME);
        try {
            PrivateFiles.file(path);
            return new DeliveredJournal(FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new OutboxException("The file " + path + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * Has everything deleted that was noted, and forgets it.
     *
     * @param deletion deletes an entry if it is in flight; says whether it was
     * @throws OutboxException when the file cannot be read, or not be emptied: what it says must not be said again
     */
    synchronized void replay(LongPredicate deletion) {
        Set<Long> ids = Set.of();
        try {
            ids = ids();
            long deleted = ids.stream().filter(id -> isDeleted(deletion, id)).count();
            if (deleted > 0) {
                LOGGER.info("{} entries were done before the stop, and are deleted now", deleted);
            }
            clear();
        } catch (IOException e) {
            if (!ids.isEmpty()) {
                throw new OutboxException(
                        "The file " + NAME + " of the outbox cannot be emptied: " + e.getMessage(), e);
            }
            LOGGER.warn("The file {} of the outbox cannot be written: {}", NAME, e.toString());
        }
    }

    private static boolean isDeleted(LongPredicate deletion, long id) {
        try {
            return deletion.test(id);
        } catch (OutboxException e) {
            LOGGER.error("Entry {} was done before the stop, and cannot be deleted: it goes again", id, e);
            return false;
        }
    }

    /** What is noted. */
    synchronized Set<Long> ids() throws IOException {
        ByteBuffer places = ByteBuffer.allocate(PLACES * Long.BYTES);
        while (places.hasRemaining() && file.read(places, places.position()) > 0) {
            // Until there is no more.
        }
        places.flip();
        Set<Long> ids = new LinkedHashSet<>();
        while (places.remaining() >= Long.BYTES) {
            long id = places.getLong();
            if (id > 0) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** Takes the room that it may need, too. */
    private void clear() throws IOException {
        write(ByteBuffer.allocate(PLACES * Long.BYTES), 0);
        noted.clear();
        next = 0;
    }

    /** Notes an entry that is done; on disk when this returns. A fault is logged: the entry may be sent again. */
    @Override
    public synchronized void add(long id) {
        if (noted.contains(id)) {
            return;
        }
        try {
            write(ByteBuffer.allocate(Long.BYTES).putLong(0, id), (long) next * Long.BYTES);
            next = (next + 1) % PLACES;
            noted.add(id);
            if (noted.size() > PLACES) {
                noted.remove(noted.iterator().next());
            }
        } catch (IOException e) {
            LOGGER.warn(
                    "Entry {} is done, which can be noted nowhere; a stop now makes it go twice: {}", id, e.toString());
        }
    }

    private void write(ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
        file.force(false);
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            LOGGER.debug("The journal did not close", e);
        }
    }
}
