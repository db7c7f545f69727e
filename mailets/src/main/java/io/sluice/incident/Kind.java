package io.sluice.incident;

import java.util.Locale;

/** Whose fault it is. */
public enum Kind {
    /** Microsoft's service has a fault, or treats everybody otherwise than before. */
    INCIDENT(true),
    /** Microsoft cannot be reached from here, and it is not proven on whose side that is. */
    UNREACHABLE(true),
    /** Microsoft thinks worse of one of our addresses. */
    REPUTATION(false),
    /** The account or organisation that mail is submitted through is over its own limit. */
    LIMIT(false),
    /** A sender's domain: its authentication, its standing or its content. */
    SENDER(false),
    /** One of Microsoft's customers. */
    TENANT(false),
    /** Our own network or DNS. */
    NETWORK(false),
    /** Much is refused, and nothing tells why. */
    UNCLEAR(false);

    private final boolean spares;

    Kind(boolean spares) {
        this.spares = spares;
    }

    /** Whether lanes keep what they learned while it lasts, because refusals say nothing about us. */
    public boolean spares() {
        return spares;
    }

    /** The name in events, metrics and routes, for example {@code reputation}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
