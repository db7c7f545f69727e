package io.sluice.posture;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What Microsoft demands of the mail of a domain that sends much (550 5.7.515): SPF and DKIM pass, and DMARC has a record
 * and passes by one of the two.
 */
public enum Requirement {
    SPF,
    DKIM,
    DMARC;

    /** In lower case, as conditions have it. */
    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that token. */
    public static Optional<Requirement> ofToken(String token) {
        return Arrays.stream(values())
                .filter(each -> each.token().equals(token))
                .findFirst();
    }
}
