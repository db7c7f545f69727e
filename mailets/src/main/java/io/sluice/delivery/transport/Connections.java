package io.sluice.delivery.transport;

/** Where sessions come from: kept ones where there are some, new ones otherwise. Safe for several threads. */
public interface Connections extends AutoCloseable {
    /**
     * Runs one transaction over a session for the route: a kept one, or a new one. That no session could be had, for
     * example because the greeting was 421, is an outcome too: every recipient is refused with that reply.
     */
    TransactionResult send(Route route, Envelope envelope, MessageBody body);

    /** Closes the idle sessions of routes to a host, for example when the lane was told to lower its connections. */
    void closeIdle(String hostName);

    /** QUITs and closes all sessions; those in use are closed when their transaction ends. Idempotent. */
    @Override
    void close();
}
