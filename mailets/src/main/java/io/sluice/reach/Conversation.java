package io.sluice.reach;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a mail exchanger did.
 *
 * @param host its name in the MX record
 * @param connected how long it took until it was connected to; empty when it was not
 * @param greeted how long it took from there until its greeting was complete
 * @param greeting what it said first, one printable line, bounded
 * @param offersTls whether it has STARTTLS among its EHLO keywords
 * @param tls what came of it
 * @param trouble where and why the conversation ended early
 */
record Conversation(
        String host,
        InetSocketAddress address,
        Optional<Duration> connected,
        Optional<Duration> greeted,
        String greeting,
        boolean offersTls,
        Optional<Tls> tls,
        Optional<Trouble> trouble) {

    /**
     * An encrypted connection.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param chain its certificates as the host sent them, its own first
     */
    record Tls(String protocol, List<X509Certificate> chain) {}

    /** @param words one printable line, bounded */
    record Trouble(Stage stage, Kind kind, String words) {}

    /** How far it came. */
    enum Stage {
        CONNECT,
        GREETING,
        EHLO,
        STARTTLS,
        HANDSHAKE
    }

    /** Why it came no further. */
    enum Kind {
        /** Nobody listens there. */
        REFUSED,
        /** This machine has no way there, as without IPv6. */
        NO_ROUTE,
        /** The time is over. */
        TIMEOUT,
        /** The other side hung up. */
        CLOSED,
        /** What came is no SMTP, or too much of it. */
        NOT_SMTP,
        /** A 4xx or 5xx. */
        ANSWER,
        /** TLS failed. */
        TLS
    }

    /** As {@code mail.example.org [192.0.2.7]:25}. */
    String subject() {
        return host + " [" + address.getAddress().getHostAddress() + "]:" + address.getPort();
    }

    /** Whether it went wrong there. */
    Optional<Trouble> troubleAt(Stage stage) {
        return trouble.filter(each -> each.stage() == stage);
    }
}
