/**
 * The outbox in an embedded SQL database: one SQLite file, one writer with group commit, readers beside it. Knows neither
 * James nor the network.
 */
package io.sluice.outbox.sql;
