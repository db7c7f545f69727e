package io.sluice.dsn;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Dates of mail (RFC 5322 section 3.3). */
public final class MailDate {
    private static final int LONGEST = 80;

    private MailDate() {}

    /** Empty when it is none, or has a named zone other than GMT. Comments are left out. */
    public static Optional<Instant> parse(String text) {
        int comment = text.indexOf('(');
        String bare = (comment < 0 ? text : text.substring(0, comment)).strip();
        if (bare.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(bare, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
