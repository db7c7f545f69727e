package io.sluice.lane;

import io.sluice.reply.Remedy;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What a verdict tells a lane: which of its limits or gates it is about. Ordered from the weakest to the strongest. */
enum Evidence {
    /** Nothing that a lane could do something about. */
    NONE,
    /** One transaction had too many recipients. */
    RECIPIENTS,
    /** One mailbox cannot take more for the moment. */
    RECIPIENT,
    /** The sender's domain is in trouble. */
    SENDER_DOMAIN,
    /** The host that answered, or did not, is in trouble. */
    HOST,
    /** One customer of Microsoft takes no more for the moment. */
    TENANT,
    /** One connection carried too much. */
    CONNECTION,
    /** The service has a fault; nobody is to blame here. */
    SERVICE,
    /** Too many connections from this source. */
    CONNECTIONS,
    /** Too much from this source for the moment. */
    RATE,
    /** The reputation of the source does not allow this volume. */
    REPUTATION,
    /** The source is shut out until a person acts, or for hours. */
    BLOCK;

    /** Verdicts that ask for another transaction, IPv4, TLS or another route throttle nothing. */
    private static final Set<Remedy> THROTTLING = EnumSet.of(Remedy.WAIT, Remedy.HOLD, Remedy.NEXT_HOST);

    /** A limit on what an account sends that is over sooner is one on its rate. */
    private static final Duration RATE_LIMIT = Duration.ofMinutes(5);

    static Evidence of(Verdict verdict) {
        if (verdict.remedy() == Remedy.SPLIT) {
            return RECIPIENTS;
        }
        if (!THROTTLING.contains(verdict.remedy())) {
            return NONE;
        }
        return switch (verdict.scope()) {
            case MESSAGE -> NONE;
            case RECIPIENT -> RECIPIENT;
            case SENDER_DOMAIN -> SENDER_DOMAIN;
            case TENANT -> TENANT;
            case SERVICE -> SERVICE;
            case CONNECTION -> aboutConnection(verdict);
            case SOURCE -> aboutSource(verdict);
        };
    }

    private static Evidence aboutConnection(Verdict verdict) {
        return switch (verdict.deferralClass()) {
            case CONNECTION_LIMIT -> CONNECTION;
            default -> HOST;
        };
    }

    private static Evidence aboutSource(Verdict verdict) {
        if (verdict.remedy() == Remedy.HOLD) {
            return BLOCK;
        }
        return switch (verdict.deferralClass()) {
            case CONNECTION_LIMIT -> CONNECTIONS;
            case IP_REPUTATION_THROTTLE -> REPUTATION;
            case SENDING_LIMIT -> verdict.earliestRetry().compareTo(RATE_LIMIT) <= 0 ? RATE : BLOCK;
            case IP_BLOCKED, SENDER_BLOCKED, AUTHENTICATION -> BLOCK;
            default -> RATE;
        };
    }

    /** Whether it is about the lane as a whole. */
    boolean concernsLane() {
        return compareTo(SERVICE) >= 0;
    }
}
