package io.sluice.lane;

import java.time.Instant;
import java.util.Locale;

/**
 * A change of a lane, with its cause.
 *
 * @param at when
 * @param lane which lane
 * @param kind what changed
 * @param gate the gate inside the lane that it is about; empty when it is the lane itself
 * @param cause which reply and rule, or what else; for people
 * @param from the value before, with its unit; empty when there is none
 * @param to the value after
 */
public record LaneEvent(Instant at, LaneId lane, Kind kind, String gate, String cause, String from, String to) {
    /** What changed. */
    public enum Kind {
        RATE_LOWERED,
        RATE_RAISED,
        CONNECTIONS_LOWERED,
        CONNECTIONS_RAISED,
        CONNECTION_RATE_LOWERED,
        MESSAGES_PER_CONNECTION_LOWERED,
        RECIPIENTS_PER_TRANSACTION_LOWERED,
        SUSPENDED,
        PROBED,
        REOPENED,
        BUDGET_SPENT,
        WARM_UP_ADVANCED,
        LIMITS_CHANGED,
        RESET;

        /** The name in logs, metrics and routes, for example {@code rate-lowered}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
