/** Senders of several sizes, and what can go wrong for them: whether the detector tells whose fault it is. */
package io.sluice.simulation.incident;
