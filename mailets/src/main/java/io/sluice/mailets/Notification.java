package io.sluice.mailets;

import io.sluice.delivery.NotifyWishes;
import io.sluice.dsn.Action;
import io.sluice.matchers.SluiceAttributes;
import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.PrintableLine;
import io.sluice.reply.RemoteHost;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.DsnParameters;
import org.apache.mailet.Mail;

/**
 * What the sender of a mail is told: one outcome for several recipients.
 *
 * @param action failed, delayed or relayed
 * @param recipients those about whom he wants to be told; may be none
 * @param status what became of the mail
 * @param reply the last reply, or what happened instead; one printable line, empty when nobody knows
 * @param remote who said it
 * @param spoken whether the reply is one of the remote server, not a word of our own
 * @param lastAttempt when it was tried last
 * @param retryUntil how long it will be tried
 * @param tooLate whether the deadline that the sender gave is over
 */
record Notification(
        Action action,
        List<MailAddress> recipients,
        EnhancedStatusCode status,
        String reply,
        RemoteHost remote,
        boolean spoken,
        Optional<ZonedDateTime> lastAttempt,
        Optional<ZonedDateTime> retryUntil,
        boolean tooLate) {
    private static final AttributeName DELIVERY_ERROR = AttributeName.of("delivery-error");
    private static final AttributeName PERMANENT = AttributeName.of("is-delivery-permanent-error");
    private static final String DEADLINE = "deadline";

    /** So that a line of the notification is within what SMTP allows. */
    private static final int LONGEST_REPLY = 900;

    /** What the mailets before left on the mail; a mail without their attributes has failed. */
    static Notification of(Mail mail) {
        Action action = text(mail, SluiceAttributes.NOTICE)
                .flatMap(notice -> Stream.of(Action.DELAYED, Action.RELAYED)
                        .filter(known -> known.token().equals(notice))
                        .findFirst())
                .orElse(Action.FAILED);
        String reply = text(mail, SluiceAttributes.REPLY)
                .or(() -> text(mail, DELIVERY_ERROR))
                .or(() -> Optional.ofNullable(mail.getErrorMessage()))
                .map(text -> PrintableLine.of(text, LONGEST_REPLY))
                .orElse("");
        RemoteHost remote = new RemoteHost(
                text(mail, SluiceAttributes.REMOTE_HOST).orElse(""),
                text(mail, SluiceAttributes.REMOTE_IP).orElse(""));
        boolean ours = text(mail, SluiceAttributes.CLASS).isPresent() && remote.equals(RemoteHost.NONE);
        Optional<String> expired = text(mail, SluiceAttributes.EXPIRED);
        return new Notification(
                action,
                recipients(mail, action),
                switch (action) {
                    case DELAYED -> temporary(statusOf(mail, reply));
                    case RELAYED -> success(reply);
                    default -> status(mail, expired, reply);
                },
                reply,
                remote,
                code(reply).isPresent() && !ours,
                time(mail, SluiceAttributes.LAST_ATTEMPT),
                action == Action.DELAYED ? time(mail, SluiceAttributes.EXPIRES) : Optional.empty(),
                expired.filter(DEADLINE::equals).isPresent());
    }

    private static List<MailAddress> recipients(Mail mail, Action action) {
        Optional<DsnParameters> given = mail.dsnParameters();
        return mail.getRecipients().stream()
                .filter(recipient -> switch (action) {
                    case DELAYED -> NotifyWishes.wants(DsnParameters.Notify.DELAY, given, recipient);
                    case RELAYED -> NotifyWishes.asksFor(DsnParameters.Notify.SUCCESS, given, recipient);
                    default -> NotifyWishes.wants(DsnParameters.Notify.FAILURE, given, recipient);
                })
                .toList();
    }

    /** A deadline that is over is final (RFC 2852); mail that was tried for long enough could have been tried longer. */
    private static EnhancedStatusCode status(Mail mail, Optional<String> expired, String reply) {
        return expired.map(why -> new EnhancedStatusCode(why.equals(DEADLINE) ? 5 : 4, 4, 7))
                .orElseGet(() -> statusOf(mail, reply));
    }

    private static EnhancedStatusCode statusOf(Mail mail, String reply) {
        Optional<Integer> code = code(reply);
        return code.flatMap(
                        given -> EnhancedStatusCode.leading(reply.substring(3).stripLeading()))
                .filter(status -> status.type() != 2)
                .orElseGet(() -> new EnhancedStatusCode(kind(mail, code), 0, 0));
    }

    private static int kind(Mail mail, Optional<Integer> code) {
        return code.map(given -> given / 100)
                .filter(kind -> kind == 4 || kind == 5)
                .orElseGet(() -> AttributeUtils.getValueAndCastFromMail(mail, PERMANENT, Boolean.class)
                                .orElse(true)
                        ? 5
                        : 4);
    }

    private static EnhancedStatusCode success(String reply) {
        return code(reply)
                .flatMap(given -> EnhancedStatusCode.leading(reply.substring(3).stripLeading()))
                .filter(status -> status.type() == 2)
                .orElseGet(() -> new EnhancedStatusCode(2, 0, 0));
    }

    private static EnhancedStatusCode temporary(EnhancedStatusCode status) {
        return new EnhancedStatusCode(4, status.subject(), status.detail());
    }

    private static Optional<Integer> code(String reply) {
        boolean leads = reply.length() > 3
                && reply.chars().limit(3).allMatch(c -> c >= '0' && c <= '9')
                && !Character.isLetterOrDigit(reply.charAt(3));
        return leads ? Optional.of(Integer.parseInt(reply.substring(0, 3))) : Optional.empty();
    }

    private static Optional<String> text(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
    }

    private static Optional<ZonedDateTime> time(Mail mail, AttributeName name) {
        return AttributeUtils.getValueAndCastFromMail(mail, name, ZonedDateTime.class);
    }
}
