package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Entry;
import io.sluice.outbox.EntryStatus;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/** Says why a mail waits. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class Explainer {
    private static final int MOST = 100;
    private static final int MOST_AHEAD = 10_000;

    private final Supplier<Outbox> outbox;
    private final Obstacles obstacles;
    private final Clock clock;

    public Explainer(Supplier<Outbox> outbox, Lanes lanes, Clock clock) {
        this.outbox = outbox;
        this.obstacles = new Obstacles(lanes);
        this.clock = clock;
    }

    /**
     * Explains a mail.
     *
     * @param mail the number of one of its entries, or James's name of it
     * @return empty when there is none in the outbox
     */
    Optional<Explanation> explain(String mail) {
        return isNumber(mail) ? ofEntry(Long.parseLong(mail)) : ofMail(mail);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private Optional<Explanation> ofEntry(long id) {
        return outbox.get().status(id).flatMap(status -> outbox.get()
                .message(status.entry().messageId())
                .map(message -> explanation(message, List.of(status), count(message))));
    }

    private int count(StoredMessage message) {
        return Math.max(1, outbox.get().entriesOf(message.name(), MOST + 1).size());
    }

    private Optional<Explanation> ofMail(String name) {
        List<Long> ids = outbox.get().entriesOf(name, MOST + 1);
        List<EntryStatus> entries = new ArrayList<>();
        for (long id : ids.subList(0, Math.min(MOST, ids.size()))) {
            outbox.get().status(id).ifPresent(entries::add);
        }
        return entries.stream().findFirst().flatMap(first -> outbox.get()
                .message(first.entry().messageId())
                .map(message -> explanation(message, entries, ids.size())));
    }

    private Explanation explanation(StoredMessage message, List<EntryStatus> entries, int inAll) {
        Instant now = clock.instant();
        return new Explanation(
                message.name(),
                message.sender(),
                message.size(),
                message.stored(),
                entries.stream().map(status -> entry(status, now)).toList(),
                inAll);
    }

    private Explanation.Entry entry(EntryStatus status, Instant now) {
        Entry entry = status.entry();
        List<Explanation.Obstacle> waitsFor = obstacles.of(status, now);
        return new Explanation.Entry(
                entry.id(),
                state(status, now),
                PlainWords.why(status, waitsFor),
                waitsFor,
                PlainWords.freedBy(status, waitsFor),
                entry.outgoing(),
                entry.lane(),
                entry.domain(),
                entry.tenant(),
                entry.priority(),
                entry.attempts(),
                entry.due(),
                entry.expires(),
                outbox.get().ahead(entry.id(), MOST_AHEAD),
                entry.recipients().stream()
                        .limit(MOST)
                        .map(recipient -> new Explanation.Recipient(recipient.address(), recipient.lastReply()))
                        .toList(),
                entry.recipients().size(),
                DeferralLine.of(entry),
                status.hold()
                        .map(hold -> new Explanation.Hold(
                                hold.reason(), status.heldSince().orElse(entry.stored()), hold.until())));
    }

    private static String state(EntryStatus status, Instant now) {
        return switch (status.place()) {
            case QUEUED -> status.entry().due().isAfter(now) ? "waiting" : "ready";
            default -> status.place().name().toLowerCase(Locale.ROOT).replace('_', '-');
        };
    }
}
