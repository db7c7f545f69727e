package io.sluice.cli.input;

import java.io.IOException;
import java.util.Optional;

/** The replies of one input, one after the other. Reads no further than it must. Confined to one thread. */
public interface Sightings {
    /** The next reply; empty at the end of the input. */
    Optional<Sighting> next() throws IOException;

    /** How many lines, or messages, carried no reply so far. */
    long skipped();

    /** What {@link #skipped()} counts, for people: {@code lines} or {@code messages}. */
    String unit();

    /** Whether {@link #next()} would probably have to wait for more input. */
    boolean isDrained() throws IOException;
}
