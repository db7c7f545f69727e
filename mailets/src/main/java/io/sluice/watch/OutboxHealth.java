package io.sluice.watch;

import com.google.inject.ProvidedBy;
import io.sluice.delivery.StorePressure;
import io.sluice.outbox.Outbox;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the outbox takes and keeps mail. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class OutboxHealth {
    private static final String WHAT_TO_DO =
            " Mail stays on James's spool meanwhile, and clients are asked to come back."
                    + " Look at the disk, or the database, of the outbox; docs/operations.md says what to do.";

    private final Supplier<Outbox> outbox;
    private final StorePressure store;
    private final HistoryKeeper history;
    private final InstantSource clock;

    public OutboxHealth(Supplier<Outbox> outbox, StorePressure store, HistoryKeeper history, InstantSource clock) {
        this.outbox = outbox;
        this.store = store;
        this.history = history;
        this.clock = clock;
    }

    /** What is wrong, and what to do about it; empty when nothing is. */
    public Optional<String> trouble() {
        if (store.refuses(clock.instant())) {
            return Optional.of("The outbox refuses mail, and none can be stored." + WHAT_TO_DO);
        }
        Optional<HistoryKeeper.Fault> fault = history.fault();
        if (fault.isPresent()) {
            return Optional.of("Nothing can be written to the outbox since "
                    + fault.get().since() + ": " + fault.get().message() + "." + WHAT_TO_DO);
        }
        try {
            outbox.get().size();
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of("The outbox cannot be read: " + e.getMessage() + "." + WHAT_TO_DO);
        }
    }
}
