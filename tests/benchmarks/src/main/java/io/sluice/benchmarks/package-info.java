/** Measurements, to be run by hand. */
package io.sluice.benchmarks;
