/**
 * Connections and SMTP transactions on top of the mail library: one command, one reply kept. Knows neither lanes nor
 * the outbox.
 *
 * <p>{@link io.sluice.delivery.transport.PooledConnections} lends a session from its pool to a transaction, which asks the
 * dialogue (the library's SMTP client) command by command; the dialogue talks over a wire, the socket with bounds and
 * deadlines. A reply about one recipient names it; one about the whole transaction names none.
 */
package io.sluice.delivery.transport;
