package io.sluice.matchers;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.microsoft.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Optional;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of a mail with a time in an attribute that is longer ago than the condition says; a mail without the
 * attribute does not match. Safe for several threads once it is initialised.
 */
abstract class LongerThan extends GenericMatcher {
    private final AttributeName since;
    private final Clock clock;
    private Duration limit = Duration.ZERO;

    LongerThan(AttributeName since, Clock clock) {
        this.since = since;
        this.clock = clock;
    }

    /** @throws MessagingException if the condition is no duration with a unit */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition());
        try {
            limit = DurationText.parse(condition);
        } catch (IllegalArgumentException e) {
            throw Conditions.notAllowed(getClass().getSimpleName(), condition, DurationText.ALLOWED);
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        Optional<ZonedDateTime> begin = AttributeUtils.getValueAndCastFromMail(mail, since, ZonedDateTime.class);
        boolean matches = begin.isPresent()
                && Duration.between(begin.get().toInstant(), clock.instant()).compareTo(limit) > 0;
        return matches ? mail.getRecipients() : ImmutableList.of();
    }
}
