package io.sluice.server;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.util.IOExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the server when the store of the mail queues cannot be written, as on a full disk. The store's writer does
 * not survive that, nor do James's connections to it: only a new start mends it. Until there is room again the server
 * stays, answers new mail with 451 and sends what is in the outbox; then it ends, for whatever supervises it to start it
 * again. What could not be written was never acknowledged to anybody.
 */
final class SpoolFaults implements IOExceptionHandler {
    /** {@code EX_TEMPFAIL} of sysexits.h: the same again may succeed. */
    static final int EXIT_CODE = 75;

    private static final Logger LOGGER = LoggerFactory.getLogger(SpoolFaults.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final int ROOM = 4 << 20;

    private final File store;
    private final Runnable end;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "spool-faults");
        made.setDaemon(true);
        return made;
    });

    /**
     * Watches over a store.
     *
     * @param store the directory that must have room
     * @param end ends the server; called once, by a thread of its own
     */
    SpoolFaults(File store, Runnable end) {
        this.store = store;
        this.end = end;
    }

    @Override
    public void handle(IOException exception) {
        if (!failed.getAndSet(true)) {
            LOGGER.error(
                    "The store of the mail queues in {} cannot be written. New mail is answered 451; what is in the outbox"
                            + " is delivered. The server ends by itself, with exit code {}, when there is room again, and has"
                            + " to be started again then",
                    store,
                    EXIT_CODE,
                    exception);
            Future<?> unused = thread.scheduleWithFixedDelay(
                    this::endWhenThereIsRoom, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void endWhenThereIsRoom() {
        if (hasRoom()) {
            LOGGER.error("The store of the mail queues can be written again: the server ends, to be started again");
            thread.shutdown();
            new Thread(end, "end").start();
        }
    }

    private boolean hasRoom() {
        try {
            File probe = File.createTempFile("room", ".probe", store);
            try (FileOutputStream out = new FileOutputStream(probe)) {
                out.write(new byte[ROOM], 0, ROOM);
                out.getFD().sync();
                return true;
            } finally {
                Files.deleteIfExists(probe.toPath());
            }
        } catch (IOException e) {
            LOGGER.debug("No room yet", e);
            return false;
        }
    }

    @Override
    public void setBrokerService(BrokerService broker) {
        // The broker is left alone.
    }
}
