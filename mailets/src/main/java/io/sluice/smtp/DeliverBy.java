package io.sluice.smtp;

import io.sluice.matchers.SluiceAttributes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPRetCode;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.dsn.DSNStatus;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeValue;
import org.apache.mailet.Mail;

/**
 * A handler for {@code smtpserver.xml} that takes the deadline of a mail from MAIL: {@code BY=600;R}, 600 seconds from
 * now (RFC 2852). It sets {@code sluice.deliver-by}. With the mode {@code N} ("tell me and go on") there is no deadline;
 * such a mail is told about as any that waits. What is no such value is refused with 501.
 *
 * <pre><code>
 * &lt;handler class="io.sluice.smtp.DeliverBy"/&gt;
 * </code></pre>
 *
 * <p>{@code DELIVERBY} is not announced: a server that does so promises more, as that the next server honours the deadline
 * too, and Microsoft's do not know it. James without this handler ignores the parameter.
 */
public class DeliverBy implements MailParametersHook, JamesMessageHook {
    private static final AttachmentKey<Instant> DEADLINE = AttachmentKey.of("SLUICE_DELIVER_BY", Instant.class);

    /** RFC 2852 section 4: at most nine digits. */
    private static final int MOST_DIGITS = 9;

    private final Clock clock;

    @Inject
    public DeliverBy(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String[] getMailParamNames() {
        return new String[] {"BY"};
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        int semicolon = value.indexOf(';');
        Optional<Long> seconds = seconds(semicolon < 0 ? value : value.substring(0, semicolon));
        String mode = semicolon < 0 ? "" : value.substring(semicolon + 1).toUpperCase(Locale.ROOT);
        boolean returns = mode.equals("R") || mode.equals("RT");
        boolean notifies = mode.equals("N") || mode.equals("NT");
        if (seconds.isEmpty() || !(returns || notifies) || (returns && seconds.get() <= 0)) {
            return HookResult.builder()
                    .hookReturnCode(HookReturnCode.deny())
                    .smtpReturnCode(SMTPRetCode.SYNTAX_ERROR_ARGUMENTS)
                    .smtpDescription(DSNStatus.getStatus(DSNStatus.PERMANENT, DSNStatus.DELIVERY_INVALID_ARG)
                            + " BY is a number of seconds, a semicolon, and R or N")
                    .build();
        }
        if (returns) {
            session.setAttachment(DEADLINE, clock.instant().plusSeconds(seconds.get()), State.Transaction);
        }
        return HookResult.DECLINED;
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        session.getAttachment(DEADLINE, State.Transaction)
                .ifPresent(deadline -> mail.setAttribute(new Attribute(
                        SluiceAttributes.DELIVER_BY, AttributeValue.of(deadline.atZone(ZoneOffset.UTC)))));
        return HookResult.DECLINED;
    }

    /** A number of at most nine digits, perhaps negative. */
    private static Optional<Long> seconds(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        boolean number = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }
}
