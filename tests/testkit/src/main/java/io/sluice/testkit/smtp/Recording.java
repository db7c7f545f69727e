package io.sluice.testkit.smtp;

/** How much a receiver remembers. */
public enum Recording {
    /** Everything, bodies too. */
    MESSAGES,
    /** Envelopes, headers, size and checksum of each mail, but no body. */
    ENVELOPES,
    /** Numbers only; memory stays the same however much arrives. */
    COUNTS
}
