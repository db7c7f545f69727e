package io.sluice.delivery.transport;

import java.time.Instant;

/** What connections are allowed besides their number; may change at any time. Safe for several threads. */
public interface ConnectionRules {
    /** Connections that may be open at one time, in use and idle together, 1 or more. */
    int connections();

    /** Messages that one connection may carry, 1 or more. */
    int messagesPerConnection();

    /**
     * Asks for leave to open a connection.
     *
     * @return a time that is not later than now when it may be opened, and counts as opened; else when to ask again
     */
    Instant open();
}
