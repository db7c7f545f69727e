package io.sluice.delivery.transport;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A session with what the pool needs to know about it. Used by one thread at a time, as the pool sees to. */
final class PooledConnection {
    private final Dialogue dialogue;
    private final TransportSettings settings;
    private final InstantSource clock;
    private Instant idleSince;
    private int transactions;
    private Optional<CloseReason> closing = Optional.empty();

    PooledConnection(Dialogue dialogue, TransportSettings settings, InstantSource clock) {
        this.dialogue = dialogue;
        this.settings = settings;
        this.clock = clock;
        this.idleSince = clock.instant();
    }

    Dialogue dialogue() {
        return dialogue;
    }

    boolean isFresh() {
        return transactions == 0;
    }

    void used() {
        transactions++;
    }

    void rest() {
        idleSince = clock.instant();
    }

    boolean isIdleTooLong() {
        return !clock.instant().isBefore(idleSince.plus(settings.idleTimeout()));
    }

    /** Why it cannot carry another transaction; empty when it can, as far as can be seen from here. */
    Optional<CloseReason> unfit() {
        if (isFresh()) {
            return Optional.empty();
        }
        if (isIdleTooLong()) {
            return Optional.of(CloseReason.IDLE);
        }
        return dialogue.isQuiet() ? Optional.empty() : Optional.of(CloseReason.REMOTE);
    }

    /** Why it is not to be kept after a transaction; empty when it is. */
    Optional<CloseReason> spent() {
        if (!dialogue.isOpen()) {
            return Optional.of(CloseReason.BROKEN);
        }
        return transactions >= settings.maxMessagesPerConnection()
                ? Optional.of(CloseReason.MESSAGE_LIMIT)
                : Optional.empty();
    }

    void closeBecause(CloseReason reason) {
        closing = Optional.of(reason);
    }

    Optional<CloseReason> closing() {
        return closing;
    }
}
