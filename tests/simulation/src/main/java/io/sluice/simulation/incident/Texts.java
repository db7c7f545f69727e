package io.sluice.simulation.incident;

import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.testkit.microsoft.MicrosoftReplies;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/** Replies of Microsoft's, one for each region. */
final class Texts {
    static final int REGIONS = 3;

    private static final RemoteHost HOST = new RemoteHost("customer.mail.protection.outlook.com", "198.51.100.25");
    private static final String US = "192.0.2.7";

    private static final Reply[] TIMEOUT = missingTimeout();

    private Texts() {}

    static Reply[] fault() {
        return all(MicrosoftReplies::attr17);
    }

    static Reply[] faultNowhere() {
        Reply reply =
                SmtpReply.of("451 4.3.2 Temporary server error. Please try again later ATTR17", SmtpStage.RCPT, HOST);
        return new Reply[] {reply, reply, reply};
    }

    static Reply[] busy() {
        return all(unused -> "451 4.7.500 Server busy. Please try again later.");
    }

    static Reply[] slowed() {
        return all(replies -> replies.serverBusy(US));
    }

    static Reply[] reputation() {
        return all(replies -> replies.s775(US));
    }

    static Reply[] banned() {
        return all(replies -> replies.bannedIp(US));
    }

    static Reply[] blockList() {
        return all(replies -> replies.s3150(US));
    }

    static Reply[] authentication() {
        return all(replies -> replies.authenticationLevel("example.com"));
    }

    static Reply[] noSuchUser() {
        return all(MicrosoftReplies::recipientNotFound);
    }

    static Reply[] quota() {
        return all(unused -> "450 4.7.3 Organization queue quota exceeded.");
    }

    static Reply[] unheardOf() {
        return all(unused -> "451 4.7.777 Mail of your kind is being looked at");
    }

    static Reply[] greylisted() {
        Reply reply = SmtpReply.of("451 4.7.1 Greylisting in action, please come back later", SmtpStage.RCPT, HOST);
        return new Reply[] {reply, reply, reply};
    }

    static Reply[] overloaded() {
        return all(unused -> "452 4.3.1 Insufficient system resources (TooManyMessages)");
    }

    static Reply[] timeout() {
        return TIMEOUT;
    }

    private static Reply[] missingTimeout() {
        return missing(NoReply.Kind.CONNECT_TIMED_OUT, SmtpStage.CONNECT);
    }

    static Reply[] noDns() {
        return missing(NoReply.Kind.DNS_FAILURE, SmtpStage.CONNECT);
    }

    private static Reply[] missing(NoReply.Kind kind, SmtpStage stage) {
        Reply reply = new NoReply(kind, "no answer", stage, HOST, Optional.empty());
        return new Reply[] {reply, reply, reply};
    }

    private static Reply[] all(Function<MicrosoftReplies, String> text) {
        String[] hosts = {
            "AM4PEPF00027A6A.eurprd04.prod.outlook.com",
            "CO1PEPF000075F3.namprd03.prod.outlook.com",
            "SG1PEPF000082E6.apcprd02.prod.outlook.com"
        };
        Reply[] replies = new Reply[hosts.length];
        for (int region = 0; region < hosts.length; region++) {
            MicrosoftReplies ofHost =
                    new MicrosoftReplies(hosts[region], InstantSource.fixed(Instant.parse("2026-11-02T08:00:00Z")));
            String line = text.apply(ofHost);
            String tail =
                    line.contains("[" + hosts[region]) ? "" : " [" + hosts[region] + " 2026-11-02T08:00:00.000Z 08DE]";
            replies[region] = SmtpReply.of(line + tail, SmtpStage.RCPT, HOST);
        }
        return replies;
    }
}
