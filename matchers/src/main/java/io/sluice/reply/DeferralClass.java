package io.sluice.reply;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Why Microsoft said no. The list is closed; every verdict names one of these.
 */
public enum DeferralClass {
    /** The reputation of the source IP does not allow this volume. */
    IP_REPUTATION_THROTTLE,
    /** Too many connections, or too many messages on one connection. */
    CONNECTION_LIMIT,
    /** The service, a tenant or a mailbox takes no more for the moment. */
    SERVICE_THROTTLE,
    /** Microsoft has a fault; nobody is to blame here. */
    OUTAGE,
    /** No connection, or a connection that broke. */
    NETWORK,
    /** The destination could not be looked up. */
    DNS,
    /** The source IP is on a block list. */
    IP_BLOCKED,
    /** The sender's domain or account is blocked. */
    SENDER_BLOCKED,
    /** SPF, DKIM, DMARC or reverse DNS does not satisfy Microsoft. */
    AUTHENTICATION,
    /** The message itself offends: content, form, size, a rule of the tenant. */
    POLICY_CONTENT,
    /** There is no such recipient. */
    RECIPIENT_INVALID,
    /** The mailbox exists and cannot take mail now: full, moving, busy. */
    MAILBOX_UNAVAILABLE,
    /** Too many recipients, or recipients of several regions, in one transaction. */
    RECIPIENT_LIMIT,
    /** The mail reached a host that does not serve this recipient. */
    RELAY_MISROUTED,
    /** TLS is needed or failed. */
    TLS,
    /** The account or tenant that we submit through is over its own sending limit. */
    SENDING_LIMIT,
    /** Microsoft's, but none of the above. */
    OTHER,
    /** The reply did not come from Microsoft. */
    NOT_MICROSOFT;

    /** The name in configuration, attributes and metrics, for example {@code ip-reputation-throttle}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The class with that {@linkplain #token() token}; empty if there is none. */
    public static Optional<DeferralClass> ofToken(String token) {
        return Arrays.stream(values())
                .filter(value -> value.token().equals(token))
                .findFirst();
    }
}
