package io.sluice.history;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Keeps history. Safe for several threads; failures are those of the store that it is in. */
public interface HistoryStore {
    /** How many deferrals are kept, the newest; a few more may be there. */
    int MOST_DEFERRALS = 50_000;

    /**
     * Keeps rows in place of those with the same resolution, start, subject and writer, and adds deferrals. What is kept
     * longer than its resolution says goes. Completes after the commit.
     *
     * @param now decides what is too old
     */
    CompletableFuture<Void> write(List<Row> rows, List<DeferralRecord> deferrals, Instant now);

    /**
     * The rows of a subject whose buckets start in a time, by their starts. Rows that cannot be read are left out.
     *
     * @param before not including this
     */
    List<Row> rows(Resolution resolution, Subject subject, Instant from, Instant before);

    /** The rows of all sender domains of a lane, likewise. */
    List<Row> senderRows(Resolution resolution, String lane, Instant from, Instant before);

    /** The lanes that have rows in a time. */
    List<String> lanes(Resolution resolution, Instant from, Instant before);

    /**
     * Deferrals that match, the newest first.
     *
     * @param max how many at most, positive
     * @param below only those with a lower number; {@link Long#MAX_VALUE} for the newest
     */
    List<StoredDeferral> deferrals(DeferralFilter filter, int max, long below);

    /** When the oldest deferral that is kept was; empty without any. */
    Optional<Instant> oldestDeferral();
}
