package io.sluice.mailets;

import io.sluice.delivery.StorePressure;
import io.sluice.outbox.OutboxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores a mail, patiently. An outbox that cannot store, for example because the disk is full, holds the spool up for a
 * while instead of sending mail to the error repository at once.
 */
final class Storage {
    private static final Logger LOGGER = LoggerFactory.getLogger(Storage.class);
    private static final Duration END_OF_PROCESS = Duration.ofSeconds(60);
    private static final long STORE_AGAIN_AFTER = TimeUnit.MILLISECONDS.toNanos(500);

    private final StorePressure pressure;
    private final Clock clock;
    private final Duration patience;

    /** @param pressure is told how it goes */
    Storage(StorePressure pressure, Clock clock, Duration patience) {
        this.pressure = pressure;
        this.clock = clock;
        this.patience = patience;
    }

    /** @param accept stores it, or throws as {@code Delivery.accept} does */
    <T> T store(Mail mail, Function<Mail, T> accept) throws MessagingException {
        Instant end = clock.instant().plus(patience);
        while (true) {
            try {
                T result = accept.apply(mail);
                pressure.stored();
                return result;
            } catch (OutboxException e) {
                pressure.refused(clock.instant());
                if (Thread.currentThread().isInterrupted()) {
                    throw stopping(mail, e);
                }
                if (clock.instant().isAfter(end)) {
                    throw new MessagingException("The outbox cannot store mail " + mail.getName(), e);
                }
                LOGGER.warn("The outbox cannot store mail {}; trying again", mail.getName(), e);
                LockSupport.parkNanos(STORE_AGAIN_AFTER);
            } catch (IllegalStateException e) {
                throw stopping(mail, e);
            }
        }
    }

    /**
     * James stops and calls nevertheless, or interrupts. Whatever is returned or thrown now acknowledges the mail or
     * brings it to the error repository. So nothing is until the process has ended; then the spool has the mail again.
     */
    private MessagingException stopping(Mail mail, RuntimeException cause) {
        LOGGER.info("The server is stopping; mail {} stays on the spool", mail.getName());
        boolean interrupted = Thread.interrupted();
        Instant end = clock.instant().plus(END_OF_PROCESS);
        while (clock.instant().isBefore(end)) {
            LockSupport.parkNanos(STORE_AGAIN_AFTER);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return new MessagingException("Mail " + mail.getName() + " came when the server was stopping", cause);
    }
}
