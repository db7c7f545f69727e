package io.sluice.webadmin;

import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of requests that say which mail is meant. */
final class Filters {
    static final String LANE = "lane";
    static final String SENDER_DOMAIN = "senderDomain";
    static final String SENDER = "sender";
    static final String RECIPIENT = "recipient";
    static final String REASON = "reason";
    static final String HELD_BY = "heldBy";
    static final Set<String> HELD = Set.of(REASON, LANE, SENDER_DOMAIN, SENDER, RECIPIENT, HELD_BY);

    private static final String ANY = "*";
    private static final String NULL_SENDER = "<>";

    private Filters() {}

    /** Lower case; the empty text for the null sender. */
    static Optional<String> senderDomain(Call call) {
        return call.text(SENDER_DOMAIN)
                .map(domain -> domain.equals(NULL_SENDER) ? "" : domain.toLowerCase(Locale.ROOT));
    }

    static HeldFilter held(Call call, Clock clock) {
        Optional<String> reason = call.text(REASON).filter(given -> !given.equals(ANY));
        if (reason.isPresent() && !HoldTerms.isReason(reason.get())) {
            throw Refusals.badRequest("'" + REASON + "' must be " + ANY + " or " + HoldTerms.ALLOWED_REASON);
        }
        return new HeldFilter(
                reason,
                call.text(LANE),
                senderDomain(call),
                call.past(HELD_BY, clock).map(time -> time.truncatedTo(ChronoUnit.MILLIS)),
                call.text(SENDER),
                call.text(RECIPIENT));
    }

    /** Whether the request says which mail is meant, be it any. */
    static boolean says(Call call) {
        return Stream.of(REASON, LANE, SENDER_DOMAIN, SENDER, RECIPIENT)
                .anyMatch(name -> call.text(name).isPresent());
    }
}
