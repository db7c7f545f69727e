package io.sluice.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What the sender does about a verdict.
 */
public enum Remedy {
    /** Wait for the scope, then try again. */
    WAIT,
    /** Send the remaining recipients at once in another transaction. No failure, no throttle. */
    SPLIT,
    /** Another host of the same destination may well accept: try it at once, then wait. */
    NEXT_HOST,
    /** Only the address family is refused: use IPv4 at once where the host has it. */
    USE_IPV4,
    /** Only works with TLS: try once more with it, then wait. */
    USE_TLS,
    /** The route is stale: forget the cached MX, look it up again, then wait. */
    RE_RESOLVE,
    /** The condition ends when a person acts: keep the mail, tell the operator, test rarely. */
    HOLD,
    /** Give the mail back to its sender. */
    BOUNCE;

    /** The name in the rule file, for example {@code next-host}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The remedy with that {@linkplain #token() token}; empty if there is none. */
    public static Optional<Remedy> ofToken(String token) {
        return Arrays.stream(values())
                .filter(value -> value.token().equals(token))
                .findFirst();
    }
}
