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
    /** Boolean: whether no rule knew the reply, so that only its codes were understood. */
    public static final AttributeName UNKNOWN = AttributeName.of("sluice.unknown");
    /** String: the codes of Microsoft's rules with commas, for example {@code S775}. Absent when there are none. */
    public static final AttributeName MARKS = AttributeName.of("sluice.marks");
    /** String: the filter that decided, for example {@code Protocol Filter Agent}. */
    public static final AttributeName AGENT = AttributeName.of("sluice.agent");
    /** String: its short name, for example {@code PFA}. */
    public static final AttributeName AGENT_CODE = AttributeName.of("sluice.agent-code");
    /** String: the number that Microsoft's support asks for. */
    public static final AttributeName MX_ID = AttributeName.of("sluice.mx-id");
    /** String: what the mailbox store said, for example {@code STOREDRV.Deliver}. */
    public static final AttributeName STORE_DRIVER = AttributeName.of("sluice.store-driver");
    /** String: the host of Microsoft that wrote the reply, as it names itself. */
    public static final AttributeName FRONT_END = AttributeName.of("sluice.front-end");
    /** String: the part of Microsoft's service that it belongs to, for example {@code eurprd05}. */
    public static final AttributeName FOREST = AttributeName.of("sluice.forest");
    /** String: its region of the world, for example {@code eur}. */
    public static final AttributeName REGION = AttributeName.of("sluice.region");
    /** ZonedDateTime: when Microsoft wrote the reply, by its own clock. */
    public static final AttributeName REPLY_TIME = AttributeName.of("sluice.reply-time");
    /** String: Microsoft's number for the session. */
    public static final AttributeName SESSION = AttributeName.of("sluice.session");
    /** String: the IP address that the reply names, usually ours. */
    public static final AttributeName NAMED_ADDRESS = AttributeName.of("sluice.named-address");
    /** String: the domain that the reply names. */
    public static final AttributeName NAMED_DOMAIN = AttributeName.of("sluice.named-domain");
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
    /** ZonedDateTime: until when the mail is of use. From outside also text: such a time, or a duration from now on. */
    public static final AttributeName DELIVER_BY = AttributeName.of("sluice.deliver-by");
    /** String: why a mail is given up although trying again could help: {@code age} or {@code deadline}. */
    public static final AttributeName EXPIRED = AttributeName.of("sluice.expired");
    /** ZonedDateTime: when the mail was tried last. */
    public static final AttributeName LAST_ATTEMPT = AttributeName.of("sluice.last-attempt");
    /** String: what the sender is to be told, {@code failed} or {@code delayed}. */
    public static final AttributeName NOTICE = AttributeName.of("sluice.notice");
    /** Long: the entry in the outbox. */
    public static final AttributeName ENTRY = AttributeName.of("sluice.entry");

    /** String: why the mail is to be held in the outbox; set by {@code Hold}, read when the mail is stored. */
    public static final AttributeName HOLD = AttributeName.of("sluice.hold");
    /** ZonedDateTime: until when it is to be held; absent when until it is released. */
    public static final AttributeName HOLD_UNTIL = AttributeName.of("sluice.hold-until");
    /** ZonedDateTime: when the mail was held first. Absent when it never was. */
    public static final AttributeName HELD_SINCE = AttributeName.of("sluice.held-since");

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

    /** String: why Exchange Online could not bring a mail to us, for example {@code firewall}. */
    public static final AttributeName INBOUND_CAUSE = AttributeName.of("sluice.inbound-cause");
    /** String: the same in a few sentences, with what was seen here at that time. */
    public static final AttributeName INBOUND_EXPLANATION = AttributeName.of("sluice.inbound-explanation");

    private SluiceAttributes() {}
}
