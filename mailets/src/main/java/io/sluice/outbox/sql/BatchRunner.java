package io.sluice.outbox.sql;

import java.util.List;
import java.util.function.BooleanSupplier;

/** Runs operations in one transaction. For one thread, except {@link #endSoon}. */
interface BatchRunner extends AutoCloseable {
    /**
     * Runs the operations and gives each its result or its reason to have failed; the caller tells them. Never throws.
     *
     * @return whether there was a commit
     */
    boolean run(List<Operation<?>> batch);

    /** There is time for other work, as long as nothing waits. */
    default void rest(BooleanSupplier nothingWaits) {}

    /** The writer closes: whatever waits should come to an end. */
    default void endSoon() {}

    @Override
    void close();
}
