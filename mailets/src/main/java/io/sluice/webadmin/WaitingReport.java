package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.outbox.Entry;
import io.sluice.outbox.EntryPage;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.StoredMessage;
import io.sluice.outbox.WaitingFilter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The mail that waits. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class WaitingReport {
    private final Supplier<Outbox> outbox;

    public WaitingReport(Supplier<Outbox> outbox) {
        this.outbox = outbox;
    }

    /**
     * Some of it.
     *
     * @param next where to go on; empty at the end
     */
    record Page(List<Line> entries, OptionalLong next) {}

    /**
     * An entry.
     *
     * @param mail James's name of it
     * @param sender empty for the null sender
     * @param to the first recipient
     * @param recipients how many it has
     * @param deferral empty when it was not deferred
     */
    record Line(
            long entry,
            String mail,
            Optional<String> sender,
            String to,
            int recipients,
            String outgoing,
            String lane,
            String domain,
            String tenant,
            String senderDomain,
            int priority,
            int attempts,
            Instant stored,
            Instant due,
            Instant expires,
            Optional<DeferralLine> deferral) {}

    Page page(WaitingFilter filter, long after, int max) {
        EntryPage page = outbox.get().waiting(filter, after, max);
        return new Page(page.entries().stream().map(this::line).toList(), page.next());
    }

    private Line line(Entry entry) {
        Optional<StoredMessage> message = outbox.get().message(entry.messageId());
        return new Line(
                entry.id(),
                message.map(StoredMessage::name).orElse(""),
                message.flatMap(StoredMessage::sender),
                entry.recipients().get(0).address(),
                entry.recipients().size(),
                entry.outgoing(),
                entry.lane(),
                entry.domain(),
                entry.tenant(),
                entry.senderDomain(),
                entry.priority(),
                entry.attempts(),
                entry.stored(),
                entry.due(),
                entry.expires(),
                DeferralLine.of(entry));
    }
}
