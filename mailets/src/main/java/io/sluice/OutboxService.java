package io.sluice;

import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import java.io.FileNotFoundException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import javax.annotation.PreDestroy;
import org.apache.james.filesystem.api.FileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server's one outbox: opened when it is needed first, closed when James stops, after what uses it. */
final class OutboxService {
    private static final Logger LOGGER = LoggerFactory.getLogger(OutboxService.class);

    private final SluiceSettings settings;
    private final FileSystem files;
    private final Clock clock;
    private final List<AutoCloseable> users = new ArrayList<>();
    private Outbox outbox;
    private boolean closed;

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
            outbox = SqlOutbox.open(OutboxSettings.in(directory()), clock);
        }
        return outbox;
    }

    /** This user is closed before the outbox is. */
    synchronized void closeFirst(AutoCloseable user) {
        users.add(user);
    }

    private Path directory() {
        String configured = settings.outboxDirectory();
        if (!configured.startsWith(FileSystem.FILE_PROTOCOL)) {
            return Path.of(configured);
        }
        try {
            return files.getFile(configured).toPath();
        } catch (FileNotFoundException e) {
            throw new OutboxException(
                    "sluice.properties: " + SluiceSettings.OUTBOX_DIRECTORY + " is \"" + configured
                            + "\", which James cannot resolve",
                    e);
        }
    }

    @PreDestroy
    void close() {
        List<AutoCloseable> first;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            first = List.copyOf(users);
        }
        for (AutoCloseable user : first) {
            try {
                user.close();
            } catch (Exception e) {
                LOGGER.error("Stopping", e);
            }
        }
        synchronized (this) {
            if (outbox != null) {
                outbox.close();
            }
        }
    }
}
