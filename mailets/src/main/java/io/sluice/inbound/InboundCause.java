package io.sluice.inbound;

import io.sluice.reply.EnhancedStatusCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Why Exchange Online could not bring a mail to us, as the status code of its report says (Microsoft's tables of NDRs and of
 * the queued messages report): 4.4.312 to 4.4.318 while it tries, 5.4.312 to 5.4.318 when it has given up; 4.7.320 to 4.7.325
 * and 5.7.320 to 5.7.325 about TLS and DANE.
 */
public enum InboundCause {
    /** It found no host to bring it to. */
    DNS("Exchange Online did not find this server in the DNS. Look at the MX and A records, at DNSSEC, and whether"
            + " all of the domain's name servers answer"),
    /** No connection came about. */
    FIREWALL("Exchange Online reached no open port 25. Look at the firewall, at the listener, and whether all of"
            + " Exchange Online's addresses are let in"),
    /** The connection ended in the middle. */
    INTERRUPTED("The connection was closed abruptly. Look for what inspects SMTP on the way, for limits of time and"
            + " size, and answer 4xx instead of closing; Exchange Online waits longer after this"),
    /** TLS did not come about. */
    TLS("TLS did not come about. Look whether STARTTLS is offered, with TLS 1.2 or later, and at the inner message"),
    /** The certificate is not as it should be. */
    CERTIFICATE("The certificate is not as it should be: it is expired, is for another name, or does not agree with the"
            + " TLSA records"),
    /** We answered 4xx or 5xx. */
    OUR_ANSWER("This server answered so itself");

    private final String explanation;

    InboundCause(String explanation) {
        this.explanation = explanation;
    }

    /** What it means and where to look, one sentence or two. */
    public String explanation() {
        return explanation;
    }

    /** The name in attributes, for example {@code our-answer}. */
    public String token() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * What the report says.
     *
     * @param diagnostic the text behind the status, in which a 4.4.317 hides its reason
     * @return empty if the status is none of these
     */
    public static Optional<InboundCause> of(EnhancedStatusCode status, String diagnostic) {
        if (status.subject() == 4) {
            return network(status.detail(), diagnostic.toLowerCase(Locale.ROOT));
        }
        return status.subject() == 7 ? security(status.detail()) : Optional.empty();
    }

    private static Optional<InboundCause> network(int detail, String diagnostic) {
        return switch (detail) {
            case 310, 312 -> Optional.of(DNS);
            case 315, 316 -> Optional.of(FIREWALL);
            case 317 -> Optional.of(connecting(diagnostic));
            case 318 -> Optional.of(INTERRUPTED);
            default -> Optional.empty();
        };
    }

    private static InboundCause connecting(String diagnostic) {
        if (diagnostic.contains("subjectmismatch") || diagnostic.contains("certificate")) {
            return CERTIFICATE;
        }
        return diagnostic.contains("tls") ? TLS : FIREWALL;
    }

    private static Optional<InboundCause> security(int detail) {
        return switch (detail) {
            case 320, 321 -> Optional.of(TLS);
            case 322, 323, 325 -> Optional.of(CERTIFICATE);
            case 324 -> Optional.of(DNS);
            default -> Optional.empty();
        };
    }
}
