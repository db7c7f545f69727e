package io.sluice.delivery.transport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** A session with what the pool needs to know about it. Used by one thread at a time, as the pool sees to. */
final class PooledConnection {
    /** Shorter rests are not worth the millisecond of a look: a receiver rarely leaves so soon, and that shows anyway. */
    private static final Duration SHORT_REST = Duration.ofSeconds(1);

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
        return hasRested(settings.idleTimeout());
    }

    private boolean hasRested(Duration duration) {
        return !clock.instant().isBefore(idleSince.plus(duration));
    }

    /** Why it cannot carry another transaction; empty when it can, as far as can be seen from here. */
    Optional<CloseReason> unfit() {
        if (isFresh()) {
            return Optional.empty();
        }
        if (isIdleTooLong()) {
            return Optional.of(CloseReason.IDLE);
        }
        return !hasRested(SHORT_REST) || dialogue.isQuiet() ? Optional.empty() : Optional.of(CloseReason.REMOTE);
    }

    /** Why it is not to be kept after a transaction, when it may carry so many; empty when it is. */
    Optional<CloseReason> spent(int mostMessages) {
        if (!dialogue.isOpen()) {
            return Optional.of(CloseReason.BROKEN);
        }
        return transactions >= Math.min(mostMessages, settings.maxMessagesPerConnection())
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
