package io.sluice.cli;

import io.sluice.reply.DeferralClass;
import io.sluice.reply.Remedy;
import io.sluice.reply.Scope;
import io.sluice.reply.Verdict;
import java.util.Locale;

/** How soon somebody should look at replies of one rule; the most urgent first. */
enum Urgency {
    /** Mail waits until a person acts. */
    ACT_NOW("Act now"),
    /** More mail only makes it worse. */
    SEND_SLOWER("Send slower"),
    /** Mail is refused, or cannot get through, for a reason on this side. */
    CORRECT("Correct"),
    /** Passes without anybody's help. */
    WAIT("Wait"),
    /** Not Microsoft's. */
    ELSEWHERE("Elsewhere");

    private final String title;

    Urgency(String title) {
        this.title = title;
    }

    /** For people. */
    String title() {
        return title;
    }

    /** For scripts, for example {@code send-slower}. */
    String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Urgency of(Verdict verdict) {
        DeferralClass why = verdict.deferralClass();
        if (why == DeferralClass.NOT_MICROSOFT) {
            return ELSEWHERE;
        }
        if (verdict.remedy() == Remedy.HOLD) {
            return ACT_NOW;
        }
        boolean tooMuch =
                switch (why) {
                    case IP_REPUTATION_THROTTLE, CONNECTION_LIMIT, SENDING_LIMIT -> true;
                    case SERVICE_THROTTLE -> verdict.scope() == Scope.SOURCE;
                    default -> false;
                };
        if (tooMuch) {
            return SEND_SLOWER;
        }
        boolean configuration = why == DeferralClass.TLS || why == DeferralClass.RELAY_MISROUTED;
        return configuration || !verdict.temporary() ? CORRECT : WAIT;
    }
}
