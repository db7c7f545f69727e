package io.sluice.matchers;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.microsoft.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Collection;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of a mail that was held in the outbox, first longer ago than the condition says: a whole number and a unit
 * ({@code ms}, {@code s}, {@code min}, {@code hours}, {@code days}, {@code weeks}).
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.HeldLongerThan=2 hours" class="..."/&gt;
 * </code></pre>
 *
 * <p>Reads the attribute {@code sluice.held-since}; a mail without it does not match.
 */
public class HeldLongerThan extends GenericMatcher {
    private final Clock clock;
    private Duration limit = Duration.ZERO;

    @Inject
    public HeldLongerThan(Clock clock) {
        this.clock = clock;
    }

    /** @throws MessagingException if the condition is no duration with a unit */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition());
        try {
            limit = DurationText.parse(condition);
        } catch (IllegalArgumentException e) {
            throw Conditions.notAllowed("HeldLongerThan", condition, DurationText.ALLOWED);
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        Optional<ZonedDateTime> first =
                AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.HELD_SINCE, ZonedDateTime.class);
        boolean matches = first.isPresent()
                && Duration.between(first.get().toInstant(), clock.instant()).compareTo(limit) > 0;
        return matches ? mail.getRecipients() : ImmutableList.of();
    }
}
