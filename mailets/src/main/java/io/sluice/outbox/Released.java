package io.sluice.outbox;

import java.util.OptionalLong;

/**
 * What one batch of changes of held entries did.
 *
 * @param count entries that were changed
 * @param next after which id to go on; empty at the end
 */
public record Released(int count, OptionalLong next) {}
