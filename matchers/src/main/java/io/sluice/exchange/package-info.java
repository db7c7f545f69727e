/**
 * Whom Exchange Online sends through: its published addresses, its host names, and whether a client that connects to us
 * is one of its servers. Knows nothing of single tenants: every customer of Microsoft sends from the same addresses.
 */
package io.sluice.exchange;
