package io.sluice.webadmin;

import com.google.inject.ProvidedBy;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.exchange.PublishedRanges;
import io.sluice.inbound.InboundAnswer;
import io.sluice.inbound.InboundAnswers;
import io.sluice.inbound.RangesRefresh;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What Exchange Online gets from us as a client. Bound by {@code io.sluice.SluiceModule}. Safe for several threads. */
@ProvidedBy(ModuleMissing.class)
public final class InboundReport {
    private final InboundAnswers answers;
    private final ExchangeOnlineRanges ranges;
    private final RangesRefresh refresh;

    public InboundReport(InboundAnswers answers, ExchangeOnlineRanges ranges, RangesRefresh refresh) {
        this.answers = answers;
        this.ranges = ranges;
        this.refresh = refresh;
    }

    /**
     * All of it.
     *
     * @param deferring handlers that defer it often enough to be warned of
     * @param counts since the start, the most frequent first
     * @param recent the newest first
     * @param additionalRanges what an operator added
     */
    record Inbound(
            List<InboundAnswers.Deferring> deferring,
            List<Count> counts,
            List<Reply> recent,
            List<Addresses> addresses,
            List<String> additionalRanges) {}

    /** How often a handler answered so, and the last time. */
    record Count(String by, String code, long count, Reply last) {}

    /** A reply. */
    record Reply(Instant at, String client, String standing, String by, String code, String text) {
        static Reply of(InboundAnswer answer) {
            return new Reply(
                    answer.at(),
                    answer.client().getHostAddress(),
                    answer.standing().name().toLowerCase(Locale.ROOT),
                    answer.by(),
                    answer.code(),
                    answer.text());
        }
    }

    /**
     * The addresses of a cloud.
     *
     * @param looked when newer ones were looked for last
     * @param trouble why that failed, or what was refused
     */
    record Addresses(
            String instance,
            Optional<String> version,
            String source,
            int ranges,
            Optional<Instant> looked,
            Optional<String> trouble) {}

    Inbound inbound() {
        return new Inbound(
                answers.deferring(),
                answers.counts().stream()
                        .map(count -> new Count(count.by(), count.code(), count.count(), Reply.of(count.last())))
                        .toList(),
                answers.recent().stream().map(Reply::of).toList(),
                ranges.published().stream().map(this::addresses).toList(),
                ranges.additional().stream().map(Cidr::toString).toList());
    }

    private Addresses addresses(PublishedRanges list) {
        Optional<RangesRefresh.Look> look = refresh.looks().stream()
                .filter(each -> each.instance() == list.instance())
                .findFirst();
        return new Addresses(
                list.instance().token(),
                list.version(),
                list.source(),
                list.ranges().size(),
                look.map(RangesRefresh.Look::at),
                look.flatMap(RangesRefresh.Look::trouble));
    }
}
