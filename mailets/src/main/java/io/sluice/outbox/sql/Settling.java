package io.sluice.outbox.sql;

import io.sluice.outbox.Deferral;
import io.sluice.outbox.Entry;
import io.sluice.outbox.NotLeasedException;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Applies the outcome of an attempt. */
final class Settling {
    private Settling() {}

    static List<Long> settle(Session session, Settlement settlement, Instant now) throws SQLException {
        List<Long> entries = settle(session, settlement);
        LaneBook.save(session, settlement.lanes(), now);
        return entries;
    }

    private static List<Long> settle(Session session, Settlement settlement) throws SQLException {
        long id = settlement.entryId();
        if (!isInFlight(session, id)) {
            throw new NotLeasedException("Entry " + id + " cannot be settled: it is not in flight");
        }
        Entry entry = EntryTable.read(session, id).orElseThrow();
        requireExactly(entry, settlement);
        if (settlement.postponed().isEmpty()) {
            EntryTable.delete(session, id, entry.messageId());
            return List.of();
        }
        List<Long> entries = new ArrayList<>();
        for (Postponement given : settlement.postponed()) {
            Postponement postponed = withHistory(given, entry);
            if (entries.isEmpty()) {
                EntryTable.postpone(session, entry, postponed);
                entries.add(id);
            } else {
                entries.add(EntryTable.insertSplit(session, entry, postponed));
            }
        }
        return List.copyOf(entries);
    }

    private static boolean isInFlight(Session session, long id) throws SQLException {
        return session.first(
                        "SELECT 1 FROM entry WHERE id = ? AND state = 2"
                                + session.dialect().ours()
                                + session.dialect().locked(),
                        row -> true,
                        id)
                .isPresent();
    }

    private static void requireExactly(Entry entry, Settlement settlement) {
        List<String> settled = new ArrayList<>(settlement.done());
        for (Postponement postponed : settlement.postponed()) {
            if (postponed.recipients().isEmpty()) {
                throw refusal(entry, "a postponement is without recipients");
            }
            postponed.recipients().forEach(recipient -> settled.add(recipient.address()));
        }
        Set<String> distinct = new HashSet<>(settled);
        Set<String> expected =
                entry.recipients().stream().map(Recipient::address).collect(Collectors.toSet());
        if (distinct.size() != settled.size()) {
            throw refusal(entry, "a recipient is settled twice");
        }
        if (!distinct.equals(expected)) {
            throw refusal(entry, "the settled recipients are not the entry's");
        }
    }

    private static NotLeasedException refusal(Entry entry, String reason) {
        return new NotLeasedException("Entry " + entry.id() + " cannot be settled: " + reason);
    }

    /** The postponement with what the entry already knew: earlier replies, and when the mail was deferred first. */
    private static Postponement withHistory(Postponement given, Entry entry) {
        Map<String, Recipient> known =
                entry.recipients().stream().collect(Collectors.toMap(Recipient::address, Function.identity()));
        List<Recipient> recipients = given.recipients().stream()
                .map(recipient -> recipient.lastReply().isPresent() ? recipient : known.get(recipient.address()))
                .toList();
        return new Postponement(
                recipients,
                given.due(),
                sinceFirst(given.deferral(), entry.lastDeferral()),
                given.priority(),
                given.expires());
    }

    private static Deferral sinceFirst(Deferral now, Optional<Deferral> before) {
        if (before.isEmpty() || !before.get().first().isBefore(now.first())) {
            return now;
        }
        return now.since(before.get().first());
    }
}
