package io.sluice.incident;

import io.sluice.reply.NoReply;
import io.sluice.reply.Reply;
import io.sluice.reply.Scope;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.Verdict;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What one attempt at Microsoft says about where a fault lies. */
public enum Sign {
    /** The receiver works for us: it accepted, or it said no to this recipient only. */
    PASSED,
    /** The receiver names a fault of its own. */
    FAULT,
    /** The receiver says that it is busy, without naming anybody; it says so to senders whom it slows, too. */
    BUSY,
    /** The receiver slows this address down. */
    SOURCE,
    /** The receiver shuts this address out. */
    BLOCKED,
    /** The receiver objects to what the sender's domain sends. */
    SENDER,
    /** The receiver shuts the sender's domain out until its authentication or standing is mended. */
    DENIED,
    /** One of Microsoft's customers takes no mail, or not ours. */
    TENANT,
    /** The account that mail is submitted through is over its limit. */
    LIMIT,
    /** No connection, or one that broke. */
    UNREACHED,
    /** The DNS did not answer. */
    UNRESOLVED,
    /** A refusal that is understood by its codes only, or says nothing of the above. */
    UNCLEAR;

    /** What Microsoft says about itself. */
    static final Set<Sign> SERVICE_SIDE = Set.copyOf(EnumSet.of(FAULT, BUSY));
    /** What Microsoft says about our address. */
    static final Set<Sign> SOURCE_SIDE = Set.copyOf(EnumSet.of(SOURCE, BLOCKED));
    /** What the anti-spam service says, which slows down whom it has had enough of, whatever the reason. */
    static final Set<Sign> FILTER_SIDE = Set.copyOf(EnumSet.of(SOURCE, BLOCKED, BUSY));
    /** What Microsoft says about a sender's domain. */
    static final Set<Sign> SENDER_SIDE = Set.copyOf(EnumSet.of(SENDER, DENIED));
    /** Nobody answered. */
    static final Set<Sign> SILENCE = Set.copyOf(EnumSet.of(UNREACHED, UNRESOLVED));
    /** What a single customer of Microsoft may be the reason of. */
    static final Set<Sign> OF_ONE_TENANT = Set.copyOf(EnumSet.of(TENANT, FAULT, BUSY, UNREACHED, UNRESOLVED, UNCLEAR));

    private static final int POLICY = 7;
    private static final int THROTTLING = 500;

    /** What a refusal by one of Microsoft's services says; empty when it is about the address only. */
    public static Optional<Sign> of(Reply reply, Verdict verdict) {
        return switch (verdict.deferralClass()) {
            case IP_REPUTATION_THROTTLE, CONNECTION_LIMIT -> Optional.of(SOURCE);
            case SERVICE_THROTTLE -> Optional.of(ofThrottle(verdict.scope()));
            case OUTAGE -> Optional.of(verdict.known() ? ofOutage(reply) : UNCLEAR);
            case NETWORK -> Optional.of(
                    verdict.scope() == Scope.MESSAGE && reply instanceof SmtpReply ? PASSED : UNREACHED);
            case DNS -> ofDns(reply);
            case IP_BLOCKED -> Optional.of(verdict.scope() == Scope.TENANT ? TENANT : BLOCKED);
            case SENDER_BLOCKED, AUTHENTICATION -> Optional.of(verdict.scope() == Scope.SOURCE ? BLOCKED : DENIED);
            case POLICY_CONTENT -> Optional.of(ofContent(verdict.scope()));
            case RECIPIENT_INVALID, MAILBOX_UNAVAILABLE, RECIPIENT_LIMIT -> Optional.of(
                    verdict.scope() == Scope.TENANT ? TENANT : PASSED);
            case RELAY_MISROUTED -> Optional.of(TENANT);
            case SENDING_LIMIT -> Optional.of(verdict.scope() == Scope.MESSAGE ? PASSED : LIMIT);
            case TLS, OTHER -> Optional.of(UNCLEAR);
            case NOT_MICROSOFT -> Optional.of(PASSED);
        };
    }

    /** What a refusal by anybody else says: who answers can be reached. */
    public static Optional<Sign> ofOthers(Reply reply) {
        if (!(reply instanceof NoReply missing)) {
            return Optional.of(PASSED);
        }
        return switch (missing.kind()) {
            case NO_SUCH_DOMAIN, NULL_MX, IPV6_ONLY, TLS_FAILURE, GARBAGE -> Optional.empty();
            case DNS_FAILURE -> Optional.of(UNRESOLVED);
            default -> Optional.of(UNREACHED);
        };
    }

    private static Sign ofThrottle(Scope scope) {
        return switch (scope) {
            case SERVICE -> BUSY;
            case TENANT -> TENANT;
            case RECIPIENT -> PASSED;
            default -> SOURCE;
        };
    }

    /** An enhanced code such as 4.7.500 belongs to the anti-spam service, whatever the words say. */
    private static Sign ofOutage(Reply reply) {
        boolean throttling = reply instanceof SmtpReply smtp
                && smtp.enhancedCode()
                        .filter(code -> code.subject() == POLICY && code.detail() >= THROTTLING)
                        .isPresent();
        return throttling ? BUSY : FAULT;
    }

    private static Optional<Sign> ofDns(Reply reply) {
        if (reply instanceof SmtpReply) {
            return Optional.of(PASSED);
        }
        return reply instanceof NoReply missing && missing.kind() == NoReply.Kind.DNS_FAILURE
                ? Optional.of(UNRESOLVED)
                : Optional.empty();
    }

    private static Sign ofContent(Scope scope) {
        return switch (scope) {
            case TENANT -> TENANT;
            case RECIPIENT -> PASSED;
            default -> SENDER;
        };
    }
}
