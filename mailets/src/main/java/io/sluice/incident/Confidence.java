package io.sluice.incident;

import java.util.Locale;

/** How sure a conclusion is. docs/incidents.md says what makes it so. */
public enum Confidence {
    LOW,
    MEDIUM,
    HIGH;

    /** One step for each reason that holds. */
    static Confidence of(boolean... reasons) {
        int holding = 0;
        for (boolean reason : reasons) {
            holding += reason ? 1 : 0;
        }
        return holding >= reasons.length ? HIGH : holding == reasons.length - 1 ? MEDIUM : LOW;
    }

    /** This, but no more than that. */
    Confidence atMost(Confidence other) {
        return compareTo(other) <= 0 ? this : other;
    }

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }
}
