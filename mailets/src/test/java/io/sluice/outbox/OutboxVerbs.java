package io.sluice.outbox;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.message;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** What the contracts do with an outbox, and how they look into it. */
public interface OutboxVerbs {
    /** The outbox under test, empty at the start of each test; whoever makes it closes it. */
    Outbox outbox();

    /** Stores a message with this entry; the entry's id. */
    default long stored(NewEntry entry) {
        return outbox().store(message("m"), List.of(entry)).get(0);
    }

    /** The ids of what a lease of {@link Mails#LANE} gives now. */
    default List<Long> leased(int max) {
        return outbox().lease(OUTGOING, LANE, NOW, max, LEASE_END).stream()
                .map(Entry::id)
                .toList();
    }

    default long messageOf(long entryId) {
        return outbox().entry(entryId).orElseThrow().messageId();
    }

    default byte[] bodyOf(long messageId) throws IOException {
        try (InputStream body = outbox().body(messageId)) {
            return body.readAllBytes();
        }
    }
}
