package io.sluice.history;

import java.time.Instant;

/** What happened in a step of a series, which begins then. */
public record Point(Instant start, Tally tally) {}
