/** Lanes on the real server, next to stock James, against receivers with limits. */
package io.sluice.benchmarks.live;
