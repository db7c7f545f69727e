package io.sluice.mailets;

import io.sluice.delivery.HoldAttributes;
import io.sluice.delivery.Holds;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.outbox.HeldFilter;
import io.sluice.outbox.HoldTerms;
import java.util.List;
import java.util.Locale;
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
 * Releases held mail, each time that a mail comes by: for example one that only the operator can send. The mail itself
 * goes on.
 *
 * <pre><code>
 * &lt;mailet match="RecipientIs=release-newsletter@example.org" class="io.sluice.mailets.Release"&gt;
 *     &lt;reason&gt;newsletter&lt;/reason&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>{@code reason}, {@code lane} and {@code senderDomain} ({@code <>} for the null sender) say which; what is given must
 * all be so. With none of them it is about the mail that comes by: in a {@code deferralProcessor} it releases the entry;
 * elsewhere it takes back what {@link Hold} has marked. Released mail leaves as its lanes admit it, not at once.
 */
public class Release extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(Release.class);

    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES =
            List.of("reason", "lane", "senderDomain", "onMailetException", "onMatcherException");

    private static final String NULL_SENDER = "<>";

    private final Holds holds;
    private HeldFilter filter = HeldFilter.ALL;

    @Inject
    public Release(Holds holds) {
        this.holds = holds;
    }

    @Override
    public void init() throws MessagingException {
        Parameters parameters = new Parameters("Release", getMailetConfig());
        try {
            parameters.rejectUnknown(NAMES, List.of(), Map.of());
            parameters.text("reason").filter(text -> !HoldTerms.isReason(text)).ifPresent(text -> {
                throw parameters.fault("reason", text, HoldTerms.ALLOWED_REASON);
            });
            parameters.text("lane").filter(text -> text.indexOf('/') < 1).ifPresent(text -> {
                throw parameters.fault("lane", text, "a lane as GET /microsoft/lanes names it");
            });
            filter = new HeldFilter(
                    parameters.text("reason"),
                    parameters.text("lane"),
                    parameters
                            .text("senderDomain")
                            .map(text -> text.equals(NULL_SENDER) ? "" : text.toLowerCase(Locale.ROOT)),
                    Optional.empty());
        } catch (IllegalArgumentException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) {
        if (!filter.equals(HeldFilter.ALL)) {
            holds.release(filter);
            return;
        }
        Optional<Long> entry = AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.ENTRY, Long.class);
        if (entry.isEmpty()) {
            HoldAttributes.clear(mail);
        } else if (holds.release(entry.get())) {
            LOGGER.info("Entry {} is released", entry.get());
        }
    }

    @Override
    public String getMailetInfo() {
        return "Releases held mail";
    }
}
