package io.sluice.reply;

import java.util.Locale;
import java.util.Optional;

/**
 * There was no reply, or nothing that could be read as one.
 *
 * @param kind what happened instead
 * @param detail what the system said about it; made one printable, bounded line; null becomes empty
 * @param stage how far the session had come
 * @param remote the host that should have answered
 * @param recipient the recipient, when it concerns one
 */
public record NoReply(Kind kind, String detail, SmtpStage stage, RemoteHost remote, Optional<String> recipient)
        implements Reply {
    /** What happened instead of a reply. */
    public enum Kind {
        CONNECTION_REFUSED,
        CONNECT_TIMED_OUT,
        UNREACHABLE,
        READ_TIMED_OUT,
        CONNECTION_RESET,
        TLS_FAILURE,
        /** The DNS did not answer, or failed. */
        DNS_FAILURE,
        /** The DNS says that there is no such domain, or that it takes no mail. */
        NO_SUCH_DOMAIN,
        /** The domain takes no mail: null MX (RFC 7505). */
        NULL_MX,
        /** The host has IPv6 addresses only, and this server sends over IPv4. */
        IPV6_ONLY,
        /** Bytes that are no SMTP reply, or more than a reply may have. */
        GARBAGE;

        /** The name in the rule file, for example {@code connection-refused}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public NoReply {
        detail = detail == null ? "" : ReplyParser.printable(detail);
    }

    public NoReply(Kind kind, String detail, SmtpStage stage, RemoteHost remote) {
        this(kind, detail, stage, remote, Optional.empty());
    }

    @Override
    public String text() {
        return detail;
    }
}
