/** Reads delivery status notifications (RFC 3464, RFC 6533); changes nothing. */
package io.sluice.dsn;
