/** Mail that Exchange Online sends to us: its addresses kept up to date, and what we answer it. */
package io.sluice.inbound;
