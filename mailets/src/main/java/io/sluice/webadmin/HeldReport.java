package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.outbox.Entry;
import io.sluice.outbox.HeldEntry;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HeldPage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.StoredMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The held mail. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class HeldReport {
    private final Supplier<Outbox> outbox;

    public HeldReport(Supplier<Outbox> outbox) {
        this.outbox = outbox;
    }

    /**
     * Some held entries.
     *
     * @param next where to go on; empty at the end
     */
    record Page(List<Line> entries, OptionalLong next) {}

    /**
     * A held entry.
     *
     * @param mail James's name of it
     * @param sender empty for the null sender
     * @param to the first recipient
     * @param recipients how many it has
     * @param deferral empty when it was not deferred
     */
    record Line(
            long entry,
            String reason,
            Instant since,
            Optional<Instant> until,
            String mail,
            Optional<String> sender,
            String to,
            int recipients,
            String outgoing,
            String lane,
            String domain,
            String senderDomain,
            int attempts,
            Instant stored,
            Instant expires,
            Optional<DeferralLine> deferral) {}

    Page page(HeldFilter filter, long after, int max) {
        HeldPage page = outbox.get().held(filter, after, max);
        return new Page(page.entries().stream().map(this::line).toList(), page.next());
    }

    /** One of them; empty when it is not held. */
    Optional<Line> entry(long id) {
        return outbox.get().heldEntry(id).map(this::line);
    }

    long count(HeldFilter filter) {
        return outbox.get().countHeld(filter);
    }

    private Line line(HeldEntry held) {
        Entry entry = held.entry();
        Optional<StoredMessage> message = outbox.get().message(entry.messageId());
        return new Line(
                entry.id(),
                held.hold().reason(),
                held.since(),
                held.hold().until(),
                message.map(StoredMessage::name).orElse(""),
                message.flatMap(StoredMessage::sender),
                entry.recipients().get(0).address(),
                entry.recipients().size(),
                entry.outgoing(),
                entry.lane(),
                entry.domain(),
                entry.senderDomain(),
                entry.attempts(),
                entry.stored(),
                entry.expires(),
                DeferralLine.of(entry));
    }
}
