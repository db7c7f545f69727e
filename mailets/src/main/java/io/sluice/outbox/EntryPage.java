package io.sluice.outbox;

import java.util.List;
import java.util.OptionalLong;

/**
 * Some entries.
 *
 * @param entries by their ids; there may be none although there is more
 * @param next after which id to go on; empty at the end
 */
public record EntryPage(List<Entry> entries, OptionalLong next) {
    public EntryPage {
        entries = List.copyOf(entries);
    }
}
