package io.sluice.delivery;

import java.util.OptionalInt;

/**
 * A host that takes all mail, whatever the recipient's domain.
 *
 * @param host name or address literal
 * @param port the port; empty for the default of the protocol
 */
public record Gateway(String host, OptionalInt port) {}
