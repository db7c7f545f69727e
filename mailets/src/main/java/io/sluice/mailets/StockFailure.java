package io.sluice.mailets;

import io.sluice.reply.PrintableLine;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReportedReply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.util.Optional;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;

/**
 * What James's {@code RemoteDelivery} (3.8 and 3.9) tells of a failure, and how much of it can be believed.
 *
 * <p>It gives a mail up for two reasons: a reply of the kind 5yz, or no more retries. In the second case it replaces the
 * reply by a sentence of its own. In the first the text is the reply, with one exception: of several recipients in one
 * transaction, those that were refused come with the reply to whichever recipient was turned down first, be it only
 * deferred. James sets {@code is-delivery-permanent-error} to true except in that case. So a text that is no 5yz reply
 * and comes without that mark is not the reason why this mail failed.
 *
 * @param text the error in one printable line
 * @param reply the reply that the mail failed with; empty when it is lost
 */
record StockFailure(String text, Optional<Reply> reply) {
    private static final AttributeName ERROR = AttributeName.of("delivery-error");
    private static final AttributeName CODE = AttributeName.of("delivery-error-code");
    private static final AttributeName PERMANENT = AttributeName.of("is-delivery-permanent-error");

    private static final int FIRST_REFUSAL = 500;
    private static final int LAST_REFUSAL = 599;

    /** Empty when the mail has no such error. */
    static Optional<StockFailure> of(Mail mail) {
        return AttributeUtils.getValueAndCastFromMail(mail, ERROR, String.class)
                .map(error -> of(
                        error,
                        AttributeUtils.getValueAndCastFromMail(mail, CODE, Integer.class),
                        AttributeUtils.getValueAndCastFromMail(mail, PERMANENT, Boolean.class)
                                .orElse(false)));
    }

    private static StockFailure of(String error, Optional<Integer> code, boolean permanent) {
        Optional<Reply> told = ReportedReply.read(error, Optional.empty(), RemoteHost.NONE)
                .or(() -> code.filter(StockFailure::isRefusal)
                        .map(number -> SmtpReply.of(number + " " + error, SmtpStage.OTHER, RemoteHost.NONE)));
        return new StockFailure(
                PrintableLine.of(error, SmtpReply.MAXIMUM_TEXT),
                told.filter(reply -> permanent || (reply instanceof SmtpReply answer && isRefusal(answer.code()))));
    }

    private static boolean isRefusal(int code) {
        return code >= FIRST_REFUSAL && code <= LAST_REFUSAL;
    }
}
