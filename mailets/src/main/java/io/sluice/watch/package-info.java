/** What watches deliveries and tells of them: history, journal, metrics, health, pressure, events. Disturbs no delivery. */
package io.sluice.watch;
