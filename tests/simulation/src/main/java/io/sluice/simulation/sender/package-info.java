/** Mail servers as senders: their documented ways to limit and to retry, and Sluice's real lanes. */
package io.sluice.simulation.sender;
