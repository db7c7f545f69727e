/**
 * Connections and SMTP transactions on top of the mail library: one command, one reply kept. Knows neither lanes nor
 * the outbox.
 */
package io.sluice.delivery.transport;
