package io.sluice.outbox;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why an entry is held, and for how long. A held entry does not leave; its time to live goes on.
 *
 * @param reason 1 to 64 letters, digits, dots, underscores, hyphens; releases name it
 * @param until when it returns to the queue by itself; empty for not before somebody releases it
 */
public record HoldTerms(String reason, Optional<Instant> until) {
    /** For messages: what is allowed as a reason. */
    public static final String ALLOWED_REASON = "1 to 64 letters, digits, dots, underscores and hyphens";

    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public HoldTerms {
        Objects.requireNonNull(until, "until");
        if (!isReason(reason)) {
            throw new IllegalArgumentException("A reason has " + ALLOWED_REASON);
        }
    }

    /** Whether the text may be a reason. */
    public static boolean isReason(String text) {
        return REASON.matcher(text).matches();
    }
}
