package io.sluice.outbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Says which mail may be leased: the narrower gates inside a lane. It is asked before each entry that would be leased, in
 * their order, so that an answer may depend on those before ("two of this tenant, no more"); and not about entries behind
 * a gate that it called closed, until that opens. An answer of "open" does not promise that the entry is leased: it may
 * turn out to be damaged.
 *
 * <p>Called on the store's own thread, while others wait for it: it must not block and not use the outbox. When it throws,
 * nothing is leased.
 */
@FunctionalInterface
public interface LeaseFilter {
    /** Everything is open. */
    LeaseFilter OPEN = (senderDomain, tenant) -> Optional.empty();

    /**
     * Empty when an entry of this sender domain to this tenant may be leased.
     *
     * @param senderDomain as {@link Entry#senderDomain()}
     */
    Optional<Closed> closed(String senderDomain, String tenant);

    /**
     * A gate that lets nothing through for now.
     *
     * @param gate its name, the same for everything that waits for it, such as {@code "tenant contoso.example"}; what it
     *     means is the caller's business
     * @param until when mail behind it is looked at again, later than now; a new answer for the same gate replaces it
     */
    record Closed(String gate, Instant until) {
        public Closed {
            Objects.requireNonNull(gate, "gate");
            Objects.requireNonNull(until, "until");
        }
    }
}
