/** The published numbers: tables of all senders against all receivers, and the run at scale. */
package io.sluice.simulation.report;
