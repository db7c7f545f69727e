package io.sluice.history;

import java.time.Instant;
import java.util.Optional;

/**
 * The pressure on a subject at a time.
 *
 * @param at when the time that it is about ended
 * @param index from 0 to 100; empty when too little happened
 * @param before the index of the time before; empty likewise
 * @param baseline what is usual at this hour of the day; empty when there is too little history
 */
public record PressureReading(
        Subject subject,
        Instant at,
        Optional<Double> index,
        Optional<Double> before,
        Optional<Pressure.Baseline> baseline) {
    /** How much it rose, or fell (negative), since the time before; empty when that is not known. */
    public Optional<Double> trend() {
        return index.flatMap(now -> before.map(then -> now - then));
    }

    /** Whether it is unusually high. Without a baseline nothing is unusual. */
    public boolean departs() {
        return index.isPresent()
                && baseline.filter(usual -> index.get() > usual.limit()).isPresent();
    }
}
