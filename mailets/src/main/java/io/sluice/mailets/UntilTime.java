package io.sluice.mailets;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/** A time in configuration: a moment, or a time of the day. */
sealed interface UntilTime {
    /** For messages: what is allowed. */
    String ALLOWED = "a time with its offset, such as 2026-11-23T06:00:00Z, or a time of the day, such as 22:00";

    /** Reads one; empty when the text is none. */
    static Optional<UntilTime> parse(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? new Moment(OffsetDateTime.parse(text).toInstant())
                            : new TimeOfDay(LocalTime.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** The moment that is meant at this time. */
    Instant after(Instant now, ZoneId zone);

    /** Always the same, also when it is over. */
    record Moment(Instant time) implements UntilTime {
        @Override
        public Instant after(Instant now, ZoneId zone) {
            return time;
        }
    }

    /** The next time that a clock in the zone shows it. */
    record TimeOfDay(LocalTime time) implements UntilTime {
        @Override
        public Instant after(Instant now, ZoneId zone) {
            ZonedDateTime today = now.atZone(zone).with(time);
            return (today.toInstant().isAfter(now) ? today : today.plusDays(1)).toInstant();
        }
    }
}
