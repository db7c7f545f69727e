package io.sluice.history;

import io.sluice.reply.DeferralClass;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A refusal of one recipient. Has no mail address: only domains, and the reply with addresses masked.
 *
 * @param time of the reply
 * @param outcome what became of the recipient
 * @param entry the entry in the outbox
 * @param lane source and destination
 * @param domain the recipients' domain
 * @param tenant whom of Microsoft's customers it is about; as the outbox names it
 * @param sender the domain of the sender, or {@link Subject#NULL_SENDER}
 * @param deferralClass of the verdict
 * @param rule the rule that matched
 * @param reply in one line, addresses masked, at most {@value #LONGEST_REPLY} characters
 * @param stage the token of the stage, such as {@code rcpt}
 * @param host who answered; empty when nobody did
 * @param ip its address; empty when nobody answered
 * @param region of the front end, such as {@code nam}; empty when the reply says none
 * @param mxId the number that Microsoft's support asks for; empty when there is none
 */
public record DeferralRecord(
        Instant time,
        Outcome outcome,
        long entry,
        String lane,
        String domain,
        String tenant,
        String sender,
        DeferralClass deferralClass,
        String rule,
        String reply,
        String stage,
        String host,
        String ip,
        String region,
        String mxId) {
    /** More of a reply is cut off. */
    public static final int LONGEST_REPLY = 512;

    /** What became of the recipient. */
    public enum Outcome {
        /** It is tried again. */
        DEFERRED,
        /** It was given up. */
        FAILED;

        /** In lower case. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The outcome of that name. */
        public static Optional<Outcome> ofToken(String token) {
            return Arrays.stream(values())
                    .filter(each -> each.token().equals(token))
                    .findFirst();
        }
    }

    public DeferralRecord {
        reply = cut(reply, LONGEST_REPLY);
        domain = cut(domain, Subject.LONGEST);
        tenant = cut(tenant, Subject.LONGEST);
        sender = cut(sender, Subject.LONGEST);
        host = cut(host, Subject.LONGEST);
        ip = cut(ip, Subject.LONGEST);
        region = cut(region, Subject.LONGEST);
        mxId = cut(mxId, Subject.LONGEST);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        // Not through the middle of a character of two halves.
        return text.substring(0, Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest);
    }
}
