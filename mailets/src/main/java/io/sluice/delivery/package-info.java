/** From the outbox to the receiver: picks what may leave, sends it, and learns from the reply. */
package io.sluice.delivery;
