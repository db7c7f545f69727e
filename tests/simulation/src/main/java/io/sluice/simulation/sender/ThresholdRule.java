package io.sluice.simulation.sender;

import java.util.Locale;

/**
 * A rule of KumoMTA's traffic shaping automation.
 *
 * @param pattern words of the reply, lower case
 * @param consumerOnly whether it hangs on the provider of the consumer domains
 * @param hits so many within {@code duration} trigger it; the code counts in the duration, not in the hour that the
 *     notation names
 * @param action what happens
 * @param duration for how long after the last hit, in nanoseconds
 */
record ThresholdRule(String pattern, boolean consumerOnly, int hits, Action action, long duration) {
    /** What a rule does to a site. */
    enum Action {
        /** Nothing leaves. */
        SUSPEND,
        /** One message a minute. */
        SLOW,
        /** One connection. */
        ONE_CONNECTION,
        /** One message a minute over one connection. */
        SLOW_ON_ONE_CONNECTION
    }

    boolean matches(String reply) {
        return reply.toLowerCase(Locale.ROOT).contains(pattern);
    }
}
