package io.sluice.delivery.transport;

/** Why a connection was closed. */
public enum CloseReason {
    /** Unused for longer than its settings allow. */
    IDLE,
    /** As many messages as its settings allow. */
    MESSAGE_LIMIT,
    /** The receiver closed it while it was idle. */
    REMOTE,
    /** No usable reply any more, or 421. */
    BROKEN,
    /** {@link Connections#closeIdle(String)}, or a sibling turned out to be stale. */
    REQUESTED,
    /** {@link Connections#close()}. */
    SHUTDOWN
}
