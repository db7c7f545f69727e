package io.sluice.outbox;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some held entries.
 *
 * @param entries by their ids; there may be none although there is more
 * @param next after which id to go on; empty at the end
 */
public record HeldPage(List<HeldEntry> entries, OptionalLong next) {
    public HeldPage {
        entries = List.copyOf(entries);
    }
}
