/**
 * Senders against receivers in virtual time: a discrete event simulation. All times are nanoseconds of virtual time
 * since the start of a run. Runs with the same seed are the same, on every machine.
 */
package io.sluice.simulation;
