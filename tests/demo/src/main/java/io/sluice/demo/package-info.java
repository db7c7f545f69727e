/** The demonstration: a real server, simulated receivers, and a table of what happens. */
package io.sluice.demo;
