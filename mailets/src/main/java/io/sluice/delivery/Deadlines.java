package io.sluice.delivery;

import io.sluice.dsn.MailDate;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.StoredMessage;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.mail.MessagingException;
import org.apache.james.util.DurationParser;
import org.apache.mailet.Attribute;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Until when a mail is of use: what its sender said, in the attribute {@code sluice.deliver-by} or in a header. The
 * earliest counts. Whatever cannot be a deadline is ignored with a warning: text that is no time, and a time more than
 * {@linkplain #MOST_PAST 30 days} ago or more than {@linkplain #MOST_FUTURE ten years} ahead.
 */
final class Deadlines {
    static final Duration MOST_PAST = Duration.ofDays(30);
    static final Duration MOST_FUTURE = Duration.ofDays(3650);

    private static final Logger LOGGER = LoggerFactory.getLogger(Deadlines.class);

    /** {@code Latest-Delivery-Time} is the registered one (RFC 2156, RFC 4021). */
    private static final String[] HEADERS = {"Deliver-By", "Latest-Delivery-Time"};

    private static final int LONGEST = 80;

    private Deadlines() {}

    /** The deadline of a mail that comes in, to the millisecond; empty when it has none. */
    static Optional<Instant> of(Mail mail, Instant now) {
        return Stream.concat(
                        mail.getAttribute(SluiceAttributes.DELIVER_BY).stream()
                                .flatMap(attribute -> attribute(mail, attribute, now).stream()),
                        Stream.of(HEADERS).flatMap(name -> headers(mail, name, now)))
                .min(Comparator.naturalOrder())
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    /** The deadline of a mail in the outbox. */
    static Optional<Instant> of(StoredMessage message) {
        return StoredMails.attribute(message, SluiceAttributes.DELIVER_BY)
                .flatMap(attribute -> attribute.getValue().valueAs(ZonedDateTime.class))
                .map(ZonedDateTime::toInstant);
    }

    private static Optional<Instant> attribute(Mail mail, Attribute attribute, Instant now) {
        Object value = attribute.getValue().value();
        Optional<Instant> time = Optional.empty();
        if (value instanceof ZonedDateTime given) {
            time = Optional.of(given.toInstant());
        } else if (value instanceof String text && text.length() <= LONGEST) {
            time = text(text.strip(), now);
        }
        return sane(time, mail, SluiceAttributes.DELIVER_BY.asString(), now);
    }

    private static Optional<Instant> text(String text, Instant now) {
        return MailDate.parse(text).or(() -> isoTime(text)).or(() -> fromNowOn(text, now));
    }

    private static Optional<Instant> isoTime(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> fromNowOn(String text, Instant now) {
        try {
            return Optional.of(now.plus(DurationParser.parse(text)));
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Stream<Instant> headers(Mail mail, String name, Instant now) {
        try {
            String[] values = mail.getMessage().getHeader(name);
            return values == null
                    ? Stream.empty()
                    : Stream.of(values)
                            .limit(1)
                            .flatMap(value -> sane(MailDate.parse(value), mail, name, now).stream());
        } catch (MessagingException e) {
            LOGGER.warn("The headers of mail {} cannot be read; no deadline is taken from them", mail.getName(), e);
            return Stream.empty();
        }
    }

    private static Optional<Instant> sane(Optional<Instant> time, Mail mail, String source, Instant now) {
        Optional<Instant> sane =
                time.filter(given -> given.isAfter(now.minus(MOST_PAST)) && given.isBefore(now.plus(MOST_FUTURE)));
        if (sane.isEmpty()) {
            LOGGER.warn("{} of mail {} is no time that can be its deadline, and is ignored", source, mail.getName());
        }
        return sane;
    }
}
