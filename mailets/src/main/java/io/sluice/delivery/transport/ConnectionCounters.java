package io.sluice.delivery.transport;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts behind {@link ConnectionStatistics}. Safe for several threads. */
final class ConnectionCounters {
    private final LongAdder opened = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder reused = new LongAdder();
    private final Map<CloseReason, LongAdder> closed = new ConcurrentHashMap<>();

    void opened() {
        opened.increment();
    }

    void failed() {
        failed.increment();
    }

    void reused() {
        reused.increment();
    }

    void closed(CloseReason reason) {
        closed.computeIfAbsent(reason, any -> new LongAdder()).increment();
    }

    ConnectionStatistics snapshot() {
        // Closed first, so that the difference to opened is never negative.
        Map<CloseReason, Long> byReason = closed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
        return new ConnectionStatistics(opened.sum(), failed.sum(), reused.sum(), byReason);
    }
}
