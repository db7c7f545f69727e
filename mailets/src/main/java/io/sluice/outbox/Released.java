package io.sluice.outbox;

import java.util.OptionalLong;

/**
 * What one batch of releases did.
 *
 * @param count entries that returned to the queue
 * @param next after which id to go on; empty at the end
 */
public record Released(int count, OptionalLong next) {}
