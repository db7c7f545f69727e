package io.sluice.outbox;

import java.time.Instant;
import java.util.Optional;

/** What can be done to held entries in one transaction. */
public sealed interface HeldChange {
    /** It returns to the queue, due now or, where it was so before, earlier. */
    record Release() implements HeldChange {}

    /**
     * It is held further.
     *
     * @param until when it returns to the queue by itself; empty for not before somebody releases it
     */
    record Reschedule(Optional<Instant> until) implements HeldChange {}

    /** It is gone, and with its message's last entry the message. */
    record Delete() implements HeldChange {}
}
