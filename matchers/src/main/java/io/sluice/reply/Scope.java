package io.sluice.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a condition applies to, and so what has to slow down or wait. Ordered from the narrowest to the widest.
 */
public enum Scope {
    /** This message, or the rest of this transaction. */
    MESSAGE,
    RECIPIENT,
    /** The connection that is open. */
    CONNECTION,
    SENDER_DOMAIN,
    /** One business customer of Microsoft. */
    TENANT,
    /** The local IP, towards the whole service. */
    SOURCE,
    /** The service as a whole; no blame on the source. */
    SERVICE;

    /** The name in configuration, attributes and metrics, for example {@code sender-domain}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The scope with that {@linkplain #token() token}; empty if there is none. */
    public static Optional<Scope> ofToken(String token) {
        return Arrays.stream(values())
                .filter(value -> value.token().equals(token))
                .findFirst();
    }
}
