package io.sluice.delivery;

import io.sluice.reply.DeferralClass;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long one mail is tried. Pure.
 *
 * @param stored when it came
 * @param deadline until when it is of use
 */
record Lifetime(Instant stored, MaxAges ages, Optional<Instant> deadline) {
    /** When it is given up as long as nothing is known of it. */
    Instant end() {
        return notLater(stored.plus(ages.general()));
    }

    /** When it is given up if it waits because of this class. */
    Instant end(DeferralClass type) {
        return notLater(stored.plus(ages.of(type)));
    }

    /** Whether that time has come. */
    Optional<Expiry> over(DeferralClass type, Instant now) {
        return now.isBefore(end(type)) ? Optional.empty() : Optional.of(reason(now));
    }

    /** Why it is over, when it is. */
    Expiry reason(Instant now) {
        return deadline.filter(time -> !now.isBefore(time)).isPresent() ? Expiry.DEADLINE : Expiry.AGE;
    }

    private Instant notLater(Instant end) {
        return deadline.filter(time -> time.isBefore(end)).orElse(end);
    }
}
