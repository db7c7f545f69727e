/** Asks the WebAdmin of a running server. */
package io.sluice.cli.server;
