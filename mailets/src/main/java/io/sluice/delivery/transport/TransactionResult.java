package io.sluice.delivery.transport;

import java.util.Map;

/**
 * The outcome of a transaction for every recipient of its envelope, keyed by address.
 */
public record TransactionResult(Map<String, RecipientOutcome> outcomes) {
    public TransactionResult {
        outcomes = Map.copyOf(outcomes);
    }
}
