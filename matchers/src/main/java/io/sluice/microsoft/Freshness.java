package io.sluice.microsoft;

/** How good the knowledge behind an answer is. */
public enum Freshness {
    /** The DNS said so, and the answer has not expired. */
    FRESH,
    /** The DNS said so once; it does not answer now. */
    STALE,
    /** The DNS does not answer and never did; the domain is one of Microsoft's own consumer domains. */
    BY_NAME
}
