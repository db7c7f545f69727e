package io.sluice.webadmin;

import io.sluice.microsoft.DurationText;
import io.sluice.reply.PrintableLine;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import spark.Request;

/** A request, read with care: everything that is not as it should be is a refusal that says what is allowed. */
final class Call {
    /** More is not asked for at once. */
    static final int MOST = 1000;

    static final String AFTER = "after";
    static final String LIMIT = "limit";

    private static final int DEFAULT_LIMIT = 100;
    /** Of a value that is refused, in the answer. */
    private static final int LONGEST_QUOTED = 100;

    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private final Request request;

    Call(Request request) {
        this.request = request;
    }

    /** A part of the path. */
    String path(String name) {
        return request.params(":" + name);
    }

    /** The number in the path; empty when it is none, so that there is no such thing. */
    Optional<Long> pathNumber(String name) {
        String text = path(name);
        return isWhole(text) ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /** A query parameter; empty when it is absent. */
    Optional<String> text(String name) {
        return Optional.ofNullable(request.queryParams(name));
    }

    /** The same, of a length that is bounded. */
    Optional<String> text(String name, int longest) {
        Optional<String> text = text(name);
        if (text.isPresent()
                && (text.get().length() > longest || text.get().chars().anyMatch(Call::isControl))) {
            throw Refusals.badRequest(
                    "'" + name + "' must have at most " + longest + " characters and no control characters");
        }
        return text;
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character);
    }

    /** One of some words. */
    Optional<String> word(String name, List<String> allowed) {
        Optional<String> text = text(name);
        if (text.isPresent() && !allowed.contains(text.get())) {
            throw Refusals.badRequest("Invalid value supplied for query parameter '" + name + "': "
                    + PrintableLine.of(text.get(), LONGEST_QUOTED) + ". Supported values are " + allowed);
        }
        return text;
    }

    /** One of some words that must be given. */
    String requiredWord(String name, List<String> allowed) {
        return word(name, allowed)
                .orElseThrow(() -> Refusals.badRequest(
                        "'" + name + "' query parameter is compulsory. Supported values are " + allowed));
    }

    /** True or false; the name alone is true. */
    Optional<Boolean> truth(String name) {
        return text(name).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "", "true" -> true;
            case "false" -> false;
            default -> throw Refusals.badRequest("'" + name + "' must be true or false");
        });
    }

    Optional<Long> whole(String name, long least, long most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (isWhole(text.get())) {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) {
                return Optional.of(number);
            }
        }
        throw Refusals.badRequest("'" + name + "' must be a whole number "
                + (most == Long.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most));
    }

    /** After which number a page begins. */
    long after() {
        return whole(AFTER, 0, Long.MAX_VALUE).orElse(0L);
    }

    /** How long a page is at most. */
    int limit() {
        return whole(LIMIT, 1, MOST).map(Long::intValue).orElse(DEFAULT_LIMIT);
    }

    private static boolean isWhole(String text) {
        return text.length() <= 18 && !text.isEmpty() && text.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }

    /** A time, or a duration back from now. */
    Optional<Instant> past(String name, Clock clock) {
        return text(name).map(text -> span(text)
                .map(duration -> clock.instant().minus(duration))
                .orElseGet(() -> time(name, text)));
    }

    /** A time that is still to come, or a duration from now on. */
    Optional<Instant> future(String name, Clock clock, Duration farthest) {
        Instant now = clock.instant();
        Optional<Instant> time =
                text(name).map(text -> span(text).map(span -> after(now, span)).orElseGet(() -> time(name, text)));
        if (time.isPresent()
                && (!time.get().isAfter(now)
                        || time.get().isAfter(now.plus(farthest).plusSeconds(1)))) {
            throw Refusals.badRequest(
                    "'" + name + "' must be to come, and not more than " + farthest.toDays() + " days away");
        }
        return time;
    }

    /** A time that people read: whole seconds, not too early. */
    private static Instant after(Instant now, Duration span) {
        return now.plus(span).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
    }

    /** A length of time. */
    Optional<Duration> duration(String name) {
        return text(name).map(text -> span(text)
                .orElseThrow(() -> Refusals.badRequest("'" + name + "' must be " + DurationText.ALLOWED)));
    }

    private static Optional<Duration> span(String text) {
        try {
            return Optional.of(DurationText.parse(text)).filter(duration -> duration.compareTo(LONGEST) <= 0);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Instant time(String name, String text) {
        try {
            Instant time = Instant.parse(text);
            if (!time.isBefore(FIRST) && !time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw Refusals.badRequest(
                "'" + name + "' must be a time such as 2026-11-22T10:00:00Z, or " + DurationText.ALLOWED);
    }

    /** The body, of a length that is bounded. */
    String body(int longest) {
        String body = request.body();
        if (body == null || body.isBlank()) {
            throw Refusals.badRequest("The request needs a body, and the header Content-Type: " + Json.TYPE);
        }
        if (body.length() > longest) {
            throw Refusals.badRequest("The body must not have more than " + longest + " characters");
        }
        return body;
    }
}
