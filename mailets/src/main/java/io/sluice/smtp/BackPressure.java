package io.sluice.smtp;

import io.sluice.delivery.StorePressure;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.queue.api.MailQueue;
import org.apache.james.queue.api.MailQueueFactory;
import org.apache.james.queue.api.ManageableMailQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers {@code 452 4.3.1} to MAIL while mail could not be kept going: while the outbox refuses mail, or while more than
 * {@code maxSpooled} mails wait on James's spool. The client keeps its mail and comes back later, instead of filling
 * the spool with mail that stands still there. Configured in {@code smtpserver.xml}:
 *
 * <pre><code>
 * &lt;handler class="io.sluice.smtp.BackPressure"&gt;
 *     &lt;maxSpooled&gt;50000&lt;/maxSpooled&gt;
 * &lt;/handler&gt;
 * </code></pre>
 *
 * <p>{@code maxSpooled} is a number from 1 to 10000000; default 50000. The spool is asked at most once a second; a queue
 * that cannot tell its size is taken for empty. Another value, or another element, stops the start. Safe for several
 * threads.
 */
public class BackPressure implements MailHook {
    private static final Logger LOGGER = LoggerFactory.getLogger(BackPressure.class);
    private static final String MAX_SPOOLED = "maxSpooled";
    private static final int MOST = 10_000_000;
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final StorePressure outbox;
    private final MailQueueFactory<?> queues;
    private final Clock clock;
    private volatile int maxSpooled = 50_000;
    private Optional<Instant> asked = Optional.empty(); // guarded by this
    private long spooled; // guarded by this
    private boolean refusing; // guarded by this

    @Inject
    public BackPressure(StorePressure outbox, MailQueueFactory<?> queues, Clock clock) {
        this.outbox = outbox;
        this.queues = queues;
        this.clock = clock;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        for (Iterator<String> keys = config.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.equals(MAX_SPOOLED) && !key.startsWith("[@")) {
                throw new ConfigurationException("smtpserver.xml: handler io.sluice.smtp.BackPressure has no element <"
                        + key + ">; known is <" + MAX_SPOOLED + ">");
            }
        }
        String value =
                config.getString(MAX_SPOOLED, Integer.toString(maxSpooled)).strip();
        int number = value.matches("[1-9][0-9]{0,7}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > MOST) {
            throw new ConfigurationException("smtpserver.xml: handler io.sluice.smtp.BackPressure: <" + MAX_SPOOLED
                    + ">" + value + "</" + MAX_SPOOLED + "> is not allowed; allowed: a number from 1 to " + MOST);
        }
        maxSpooled = number;
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        Optional<String> reason = reason(clock.instant());
        tell(reason);
        return reason.map(BackPressure::refusal).orElse(HookResult.DECLINED);
    }

    private Optional<String> reason(Instant now) {
        if (outbox.refuses(now)) {
            return Optional.of("the outbox cannot store mail");
        }
        long waiting = spooled(now);
        return waiting > maxSpooled
                ? Optional.of("more than " + maxSpooled + " mails wait on the spool")
                : Optional.empty();
    }

    private static HookResult refusal(String reason) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode("452")
                .smtpDescription("4.3.1 Not now: " + reason + "; try again later")
                .build();
    }

    private synchronized long spooled(Instant now) {
        boolean fresh = asked.filter(then -> Duration.between(then, now).abs().compareTo(FRESH) < 0)
                .isPresent();
        if (!fresh) {
            asked = Optional.of(now);
            spooled = ask();
        }
        return spooled;
    }

    private long ask() {
        try {
            Optional<? extends MailQueue> spool = queues.getQueue(MailQueueFactory.SPOOL);
            return spool.isPresent() && spool.get() instanceof ManageableMailQueue queue ? queue.getSize() : 0;
        } catch (MailQueue.MailQueueException | RuntimeException e) {
            LOGGER.warn("The spool does not tell its size", e);
            return 0;
        }
    }

    /** Once at the beginning and once at the end. */
    private synchronized void tell(Optional<String> reason) {
        if (reason.isPresent() && !refusing) {
            LOGGER.error("Mail is answered 452 for now: {}", reason.get());
        } else if (reason.isEmpty() && refusing) {
            LOGGER.info("Mail is taken again");
        }
        refusing = reason.isPresent();
    }
}
