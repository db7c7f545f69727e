package io.sluice.lane;

import java.util.Locale;

/**
 * Names a gate inside a lane.
 *
 * @param kind what it is about
 * @param name the tenant, domain or address, lower case
 */
public record GateKey(Kind kind, String name) {
    /** What a gate inside a lane is about. */
    public enum Kind {
        TENANT,
        SENDER_DOMAIN,
        RECIPIENT;

        /** The name in events, for example {@code sender-domain}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    @Override
    public String toString() {
        return kind.token() + " " + name;
    }
}
