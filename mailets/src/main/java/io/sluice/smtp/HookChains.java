package io.sluice.smtp;

import java.util.ArrayList;
import java.util.List;
import org.apache.james.protocols.api.handler.ProtocolHandler;

/**
 * The handlers of the running SMTP servers that have {@link ExchangeOnlineDeferralMonitor} among them: in the order in
 * which James made the servers, the handlers in theirs. Safe for several threads.
 */
public final class HookChains {
    private final List<List<ProtocolHandler>> chains = new ArrayList<>(); // guarded by this

    synchronized void add(List<ProtocolHandler> chain) {
        chains.add(List.copyOf(chain));
    }

    /** Those of each server. */
    public synchronized List<List<ProtocolHandler>> all() {
        return List.copyOf(chains);
    }
}
