package io.sluice.testkit.microsoft;

import io.sluice.testkit.smtp.Answer;
import io.sluice.testkit.smtp.Stage;

/** Which of Microsoft's receivers is played; they word the same thing differently. */
public enum Service {
    /** Outlook.com, Hotmail, Live, MSN: {@code *.olc.protection.outlook.com}. */
    CONSUMER("AMS0EPF000001A8.eurprd05.prod.outlook.com", Stage.MAIL) {
        @Override
        String throttled(MicrosoftReplies replies, String ip) {
            return replies.s775(ip);
        }

        @Override
        Answer tooManyConnections(MicrosoftReplies replies, String ip) {
            return Answer.reply(replies.s3115(ip));
        }

        @Override
        String blocked(MicrosoftReplies replies, String ip) {
            return replies.s3150(ip);
        }

        @Override
        String unknownRecipient(MicrosoftReplies replies) {
            return replies.mailboxUnavailable();
        }
    },
    /** Exchange Online of a business tenant: {@code *.mail.protection.outlook.com}. */
    BUSINESS("AM4PEPF00027A6A.eurprd04.prod.outlook.com", Stage.CONNECT) {
        @Override
        String throttled(MicrosoftReplies replies, String ip) {
            return replies.serverBusy(ip);
        }

        @Override
        Answer tooManyConnections(MicrosoftReplies replies, String ip) {
            return Answer.replyAndClose(replies.tooManyConnections());
        }

        @Override
        String blocked(MicrosoftReplies replies, String ip) {
            return replies.bannedIp(ip);
        }

        @Override
        String unknownRecipient(MicrosoftReplies replies) {
            return replies.recipientNotFound();
        }
    };

    private final String frontEnd;
    private final Stage connectionLimitStage;

    Service(String frontEnd, Stage connectionLimitStage) {
        this.frontEnd = frontEnd;
        this.connectionLimitStage = connectionLimitStage;
    }

    String frontEnd() {
        return frontEnd;
    }

    Stage connectionLimitStage() {
        return connectionLimitStage;
    }

    abstract String throttled(MicrosoftReplies replies, String ip);

    abstract Answer tooManyConnections(MicrosoftReplies replies, String ip);

    abstract String blocked(MicrosoftReplies replies, String ip);

    abstract String unknownRecipient(MicrosoftReplies replies);
}
