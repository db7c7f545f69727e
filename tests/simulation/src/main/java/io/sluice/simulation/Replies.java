package io.sluice.simulation;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.testkit.microsoft.MicrosoftReplies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Real replies, one object each, so that a sender has to understand each of them once only. */
public final class Replies {
    private static final String US = "192.0.2.7";
    private static final RemoteHost HOST = new RemoteHost("contoso-com.mail.protection.outlook.com", "198.51.100.25");
    private static final MicrosoftReplies MICROSOFT = new MicrosoftReplies(
            "AM4PEPF00027A6A.eurprd04.prod.outlook.com", InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z")));

    private Replies() {}

    /** The source is slowed: too much for its history. */
    public static Reply serverBusy() {
        return smtp(MICROSOFT.serverBusy(US), SmtpStage.MAIL);
    }

    /** The reputation of the source does not allow the rate. */
    public static Reply rateLimited() {
        return smtp(MICROSOFT.s775(US), SmtpStage.MAIL);
    }

    /** Too many connections, told instead of a greeting. */
    public static Reply tooManyConnections() {
        return smtp(MICROSOFT.tooManyConnections(), SmtpStage.CONNECT);
    }

    /** A fault of the service. */
    public static Reply temporaryServerError() {
        return smtp(MICROSOFT.attr17(), SmtpStage.RCPT);
    }

    /** Too much for one business customer. */
    public static Reply organizationQuota() {
        return smtp(
                "450 4.7.3 Organization queue quota exceeded. [DB5EUR03FT011.eop-EUR03.prod.protection.outlook.com]",
                SmtpStage.RCPT);
    }

    /** Not Microsoft's: a filter in front of the mailboxes that refuses what it sees for the first time. */
    public static Reply greylisted() {
        return smtp("451 4.7.1 Greylisting in action, please come back later", SmtpStage.RCPT);
    }

    /** Nobody listens. */
    public static Reply connectionRefused() {
        return new NoReply(
                NoReply.Kind.CONNECTION_REFUSED, "Connection refused", SmtpStage.CONNECT, HOST, Optional.empty());
    }

    private static Reply smtp(String text, SmtpStage stage) {
        return SmtpReply.of(text, stage, HOST);
    }
}
