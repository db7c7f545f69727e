package io.sluice.mailets;

import io.sluice.delivery.HoldAttributes;
import io.sluice.delivery.Holds;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.HoldTerms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps mail in the outbox until a time, or until somebody releases it. Before {@link MicrosoftRemoteDelivery} or
 * {@link Route} it marks the mail, which they then store as held. In a {@code deferralProcessor} it holds the deferred
 * mail itself; the copy in the processor goes on.
 *
 * <pre><code>
 * &lt;mailet match="SenderHostIs=newsletter.example.org" class="io.sluice.mailets.Hold"&gt;
 *     &lt;reason&gt;newsletter&lt;/reason&gt;
 *     &lt;until&gt;22:00&lt;/until&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>{@code reason} is what a release names: 1 to 64 letters, digits, dots, underscores, hyphens; without it the deferral
 * class of the mail, or {@code asked}. {@code for}, a duration, or {@code until}, a time ({@code 2026-11-23T06:00:00Z},
 * or {@code 22:00} of the server's clock, the next one), ends the hold; without either a release does. The mail's maximum
 * age goes on meanwhile.
 */
public class Hold extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(Hold.class);

    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES = List.of("reason", "for", "until", "onMailetException", "onMatcherException");

    private final Holds holds;
    private final Clock clock;
    private Optional<String> reason = Optional.empty();
    private Optional<Duration> length = Optional.empty();
    private Optional<UntilTime> until = Optional.empty();

    @Inject
    public Hold(Holds holds, Clock clock) {
        this.holds = holds;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        Parameters parameters = new Parameters("Hold", getMailetConfig());
        try {
            parameters.rejectUnknown(NAMES, List.of(), Map.of());
            reason = parameters.text("reason");
            length = parameters.text("for").map(text -> parameters.duration("for", text));
            until = parameters.text("until").map(text -> UntilTime.parse(text)
                    .orElseThrow(() -> parameters.fault("until", text, UntilTime.ALLOWED)));
            reason.filter(text -> !HoldTerms.isReason(text)).ifPresent(text -> {
                throw parameters.fault("reason", text, HoldTerms.ALLOWED_REASON);
            });
            if (length.isPresent() && until.isPresent()) {
                throw parameters.fault(
                        "until", parameters.text("until").orElse(""), "absent where <for> says how long");
            }
        } catch (IllegalArgumentException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) {
        HoldTerms hold = new HoldTerms(reasonOf(mail), end());
        Optional<Long> entry = AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.ENTRY, Long.class);
        if (entry.isEmpty()) {
            HoldAttributes.set(mail, hold);
        } else if (holds.hold(entry.get(), hold)) {
            LOGGER.info("Entry {} is held, reason {}", entry.get(), hold.reason());
        } else {
            LOGGER.info("Entry {} is in flight or gone and is not held", entry.get());
        }
    }

    private String reasonOf(Mail mail) {
        return reason.or(() -> AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.CLASS, String.class)
                        .filter(HoldTerms::isReason))
                .orElse(HoldAttributes.NO_REASON);
    }

    private Optional<Instant> end() {
        Instant now = clock.instant();
        return length.map(now::plus).or(() -> until.map(time -> time.after(now, clock.getZone())));
    }

    @Override
    public String getMailetInfo() {
        return "Holds mail in the outbox";
    }
}
