package io.sluice.delivery;

import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.HoldTerms;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wish that a mail be held, on its way to the outbox. */
public final class HoldAttributes {
    /** The reason of mail whose attribute names none that is allowed. */
    public static final String NO_REASON = "asked";

    static final Set<AttributeName> ALL = Set.of(SluiceAttributes.HOLD, SluiceAttributes.HOLD_UNTIL);

    private static final Logger LOGGER = LoggerFactory.getLogger(HoldAttributes.class);

    private HoldAttributes() {}

    /** Puts it on the mail, in place of an earlier one. */
    public static void set(Mail mail, HoldTerms hold) {
        ALL.forEach(mail::removeAttribute);
        mail.setAttribute(new Attribute(SluiceAttributes.HOLD, AttributeValue.of(hold.reason())));
        hold.until()
                .ifPresent(until -> mail.setAttribute(
                        new Attribute(SluiceAttributes.HOLD_UNTIL, AttributeValue.of(until.atZone(ZoneOffset.UTC)))));
    }

    /** Takes it from the mail, which then is not to be held. */
    public static void clear(Mail mail) {
        ALL.forEach(mail::removeAttribute);
    }

    /** What the mail says; empty when it is not to be held, or its time is over. */
    static Optional<HoldTerms> of(Mail mail, Instant now) {
        Optional<Instant> until = AttributeUtils.getValueAndCastFromMail(
                        mail, SluiceAttributes.HOLD_UNTIL, ZonedDateTime.class)
                .map(ZonedDateTime::toInstant);
        return AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.HOLD, String.class)
                .filter(reason -> until.isEmpty() || until.get().isAfter(now))
                .map(reason -> new HoldTerms(allowed(mail, reason), until));
    }

    private static String allowed(Mail mail, String reason) {
        if (HoldTerms.isReason(reason)) {
            return reason;
        }
        LOGGER.warn(
                "Mail {} is held for \"{}\": its attribute {} is no reason; allowed: {}",
                mail.getName(),
                NO_REASON,
                SluiceAttributes.HOLD.asString(),
                HoldTerms.ALLOWED_REASON);
        return NO_REASON;
    }
}
