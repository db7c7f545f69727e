package io.sluice.posture;

import java.util.Locale;

/** How it stands, in the order of how good that is. */
public enum FindingStatus {
    /** As it should be. */
    PASS,
    /** Mail is taken, but this is better changed. */
    WARN,
    /** It could not be found out, mostly because the DNS did not answer. */
    UNKNOWN,
    /** Microsoft refuses or distrusts mail for this. */
    FAIL;

    /** In lower case, as reports have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
