package io.sluice;

import io.sluice.delivery.OutboxSource;
import io.sluice.outbox.NodeListener;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.PostgresOutbox;
import io.sluice.outbox.sql.SqlOutbox;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.annotation.PreDestroy;
import javax.inject.Inject;
import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's one outbox: opened when it is needed first, closed when James stops. James stops what was made last
 * first: that is this, before the spooler and the mailets. So the outbox lives on after {@link #stop()} until all loans
 * are closed, and mail that the spooler still brings is stored as ever.
 */
final class OutboxService implements OutboxSource {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxService.class);

    private final SluiceSettings settings;
    private final FileSystem files;
    private final Clock clock;
    private final List<Runnable> users = new ArrayList<>();
    private final List<NodeListener> listeners = new ArrayList<>();
    private Outbox outbox;
    private int loans;
    private boolean stopping;
    private boolean closed;

    @Inject
    OutboxService(SluiceSettings settings, FileSystem files, Clock clock) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
    }

    /**
     * The outbox.
     *
     * @throws OutboxException when it cannot be opened, or was closed
     */
    synchronized Outbox get() {
        if (closed) {
            throw new OutboxException("The outbox is closed: the server is stopping");
        }
        if (outbox == null) {
            outbox = open();
            listeners.forEach(outbox::watchNodes);
        }
        return outbox;
    }

    private Outbox open() {
        if (settings.outboxDatabase().isPresent()) {
            OutboxDatabase database = settings.outboxDatabase().get();
            return PostgresOutbox.open(database.settings(name -> path(OutboxDatabase.PASSWORD_FILE, name)), clock);
        }
        Path directory = path(SluiceSettings.OUTBOX_DIRECTORY, settings.outboxDirectory());
        return SqlOutbox.open(OutboxSettings.in(directory).withMaxBytes(settings.outboxMaximumSize()), clock);
    }

    /** Tells the listener about the servers that share the outbox, once that is open. */
    synchronized void watchNodes(NodeListener listener) {
        listeners.add(listener);
        if (outbox != null) {
            outbox.watchNodes(listener);
        }
    }

    @Override
    public synchronized Loan borrow() {
        Outbox lent = get();
        loans++;
        AtomicBoolean returned = new AtomicBoolean();
        return new Loan() {
            @Override
            public Outbox outbox() {
                return lent;
            }

            @Override
            public void close() {
                if (returned.compareAndSet(false, true)) {
                    giveBack();
                }
            }
        };
    }

    private synchronized void giveBack() {
        loans--;
        closeIfUnused();
    }

    /** Runs this when the server begins to stop. It should not wait: other parts of the server stop after it. */
    synchronized void onStop(Runnable user) {
        users.add(user);
    }

    private Path path(String key, String configured) {
        if (!configured.startsWith(FileSystem.FILE_PROTOCOL)) {
            return Path.of(configured);
        }
        try {
            return files.getFile(configured).toPath();
        } catch (FileNotFoundException e) {
            throw new OutboxException(
                    "sluice.properties: " + key + " is \"" + configured + "\", which James cannot resolve", e);
        }
    }

    /** Tells the users; closes the outbox too, unless it is lent. */
    @PreDestroy
    void stop() {
        for (Runnable user : beginStop()) {
            try {
                user.run();
            } catch (RuntimeException e) {
                LOGGER.error("A part of Sluice did not stop", e);
            }
        }
        synchronized (this) {
            closeIfUnused();
        }
    }

    private synchronized List<Runnable> beginStop() {
        stopping = true;
        return List.copyOf(users);
    }

    private synchronized void closeIfUnused() {
        if (stopping && loans == 0 && !closed) {
            closed = true;
            if (outbox != null) {
                outbox.close();
            }
        }
    }
}
