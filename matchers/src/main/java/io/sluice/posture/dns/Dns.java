package io.sluice.posture.dns;

import java.util.concurrent.CompletableFuture;

/** Answers questions. Implementations are safe for use by several threads. */
@FunctionalInterface
public interface Dns {
    /** Asks, without waiting. The future ends in bounded time, and never with an exception. */
    CompletableFuture<DnsAnswer> ask(DnsQuestion question);
}
