package io.sluice.mailets;

import io.sluice.delivery.Withdrawals;
import io.sluice.matchers.SluiceAttributes;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Used in a {@code deferralProcessor}: takes the deferred mail out of the outbox, so that the mail in the processor is
 * no copy any more but the mail itself, and the mailets that follow decide about it. When the outbox has delivered it
 * meanwhile, or is just about to, the copy ends here.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.DeferredLongerThan=4 hours" class="io.sluice.mailets.TakeOver"/&gt;
 * &lt;mailet match="io.sluice.matchers.DeferredLongerThan=4 hours" class="ToProcessor"&gt;
 *     &lt;processor&gt;smarthost&lt;/processor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 */
public class TakeOver extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(TakeOver.class);

    private final Withdrawals withdrawals;

    @Inject
    public TakeOver(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    @Override
    public void init() throws MessagingException {
        NoParameters.require("TakeOver", this);
    }

    @Override
    public void service(Mail mail) {
        Optional<Long> entry = mail.getAttribute(SluiceAttributes.ENTRY)
                .flatMap(attribute -> attribute.getValue().valueAs(Long.class));
        if (entry.isEmpty()) {
            LOGGER.warn("Mail {} does not come from the outbox; TakeOver leaves it alone", mail.getName());
        } else if (withdrawals.takeOver(entry.get(), mail)) {
            LOGGER.info("Mail {} was taken out of the outbox, entry {}", mail.getName(), entry.get());
        } else {
            LOGGER.info("Entry {} is in flight or gone; the copy {} ends", entry.get(), mail.getName());
            mail.setState(Mail.GHOST);
        }
    }

    @Override
    public String getMailetInfo() {
        return "Takes a deferred mail out of the outbox";
    }
}
