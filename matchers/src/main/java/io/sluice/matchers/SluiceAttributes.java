package io.sluice.matchers;

import org.apache.mailet.AttributeName;

/**
 * The attributes that every outcome leaves on a mail. Values of {@link #CLASS} and {@link #SCOPE} are the tokens of
 * {@link io.sluice.reply.DeferralClass} and {@link io.sluice.reply.Scope}.
 */
public final class SluiceAttributes {
    /** String: the deferral class, for example {@code ip-reputation-throttle}. */
    public static final AttributeName CLASS = AttributeName.of("sluice.class");
    /** String: the id of the rule that matched. */
    public static final AttributeName RULE = AttributeName.of("sluice.rule");
    /** String: the last reply in one line, code and enhanced code first. */
    public static final AttributeName REPLY = AttributeName.of("sluice.reply");
    /** String: what the verdict applies to, for example {@code source}. */
    public static final AttributeName SCOPE = AttributeName.of("sluice.scope");
    /** String: the advice to the operator. */
    public static final AttributeName ADVICE = AttributeName.of("sluice.advice");
    /** String: the stage of the reply, for example {@code rcpt}. */
    public static final AttributeName STAGE = AttributeName.of("sluice.stage");
    /** String: name of the remote host that replied. */
    public static final AttributeName REMOTE_HOST = AttributeName.of("sluice.remote-host");
    /** String: IP address of the remote host that replied. */
    public static final AttributeName REMOTE_IP = AttributeName.of("sluice.remote-ip");
    /** String: the lane, for example {@code 192.0.2.7/consumer}. */
    public static final AttributeName LANE = AttributeName.of("sluice.lane");
    /** Integer: attempts so far. */
    public static final AttributeName ATTEMPTS = AttributeName.of("sluice.attempts");
    /** ZonedDateTime: when the first attempt was deferred. */
    public static final AttributeName FIRST_DEFERRED = AttributeName.of("sluice.first-deferred");
    /** ZonedDateTime: when the next attempt is due. */
    public static final AttributeName NEXT_ATTEMPT = AttributeName.of("sluice.next-attempt");
    /** ZonedDateTime: when the mail is given up. */
    public static final AttributeName EXPIRES = AttributeName.of("sluice.expires");
    /** Long: the entry in the outbox. */
    public static final AttributeName ENTRY = AttributeName.of("sluice.entry");

    /** String: what a delivery status notification reports: {@code failed}, {@code delayed}, ... */
    public static final AttributeName DSN_ACTION = AttributeName.of("sluice.dsn-action");
    /** Collection of String: the recipients that it reports this about. */
    public static final AttributeName DSN_RECIPIENTS = AttributeName.of("sluice.dsn-recipients");
    /** String: the server that reports. */
    public static final AttributeName DSN_REPORTING_MTA = AttributeName.of("sluice.dsn-reporting-mta");
    /** String: the ENVID of the mail that it is about. */
    public static final AttributeName DSN_ENVELOPE_ID = AttributeName.of("sluice.dsn-envelope-id");
    /** String: the Message-ID of the mail that it is about. */
    public static final AttributeName DSN_ORIGINAL_MESSAGE_ID = AttributeName.of("sluice.dsn-original-message-id");

    private SluiceAttributes() {}
}
