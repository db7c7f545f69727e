package io.sluice.cli.input;

import java.time.Instant;
import java.util.Optional;

/** Knows the lines of one kind of log. Implementations never throw, whatever the line, and take time linear in it. */
interface LineReader {
    /** Whether the line is of this kind, with or without a reply; then no other reader is asked. */
    boolean knows(String line);

    /** The reply that the line carries; empty when it carries none. */
    Optional<Finding> read(String line);

    /** When the line was written. */
    Optional<Instant> time(String line);
}
