package io.sluice.delivery.transport;

import java.util.Map;

/**
 * What became of connections since the start: a snapshot.
 *
 * @param opened connections that got as far as a session
 * @param failed attempts that did not
 * @param reused transactions on a connection that had carried one before
 * @param closed closed connections by reason; a reason that never occurred is absent
 */
public record ConnectionStatistics(long opened, long failed, long reused, Map<CloseReason, Long> closed) {
    public ConnectionStatistics {
        closed = Map.copyOf(closed);
    }

    /** Connections that are open now, idle or in use. */
    public long open() {
        return opened - closed.values().stream().mapToLong(Long::longValue).sum();
    }
}
