package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whether a certificate is good for a host: its dates, its names (RFC 6125 section 6.4), and whether a chain leads to an
 * authority that is trusted (RFC 5280 section 6). Revocation is not looked at. Safe for several threads.
 */
final class CertificateCheck {
    private static final Duration SOON = Duration.ofDays(14);
    private static final int DNS_NAME = 2;
    private static final int MOST_NAMES = 5;

    private final X509TrustManager trust;
    private final InstantSource clock;

    CertificateCheck(X509TrustManager trust, InstantSource clock) {
        this.trust = trust;
        this.clock = clock;
    }

    /** Whom Java trusts. */
    static X509TrustManager javasTrust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            for (TrustManager each : factory.getTrustManagers()) {
                if (each instanceof X509TrustManager found) {
                    return found;
                }
            }
            throw new IllegalStateException("Java trusts nobody");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's list of trusted authorities cannot be read", e);
        }
    }

    /**
     * Judges.
     *
     * @param chain as the host sent it
     * @param demanded what demands a good certificate, as "MTA-STS"; empty when nothing does
     */
    Finding judge(String subject, String host, List<X509Certificate> chain, Optional<String> demanded) {
        if (chain.isEmpty()) {
            return Finding.fail(FindingId.INBOUND_CERTIFICATE, subject, "TLS works, but no certificate was shown.");
        }
        X509Certificate own = chain.get(0);
        Instant end = own.getNotAfter().toInstant();
        List<String> faults = faults(host, chain);
        String until = "until " + end.toString().substring(0, 10);
        if (faults.isEmpty()) {
            return end.isBefore(clock.instant().plus(SOON))
                    ? Finding.warn(
                                    FindingId.INBOUND_CERTIFICATE,
                                    subject,
                                    "The certificate is good for " + host + ", but only " + until + ".")
                            .change("Renew it, and see that it renews itself.")
                    : Finding.pass(
                            FindingId.INBOUND_CERTIFICATE,
                            subject,
                            "The certificate is good for " + host + ", trusted, and valid " + until + ".");
        }
        return Finding.of(
                        FindingId.INBOUND_CERTIFICATE,
                        demanded.isPresent() ? FindingStatus.FAIL : FindingStatus.WARN,
                        subject,
                        "The certificate " + String.join("; it ", faults) + "."
                                + demanded.map(by -> " " + by + " tells senders to keep mail back then.")
                                        .orElse(" Without MTA-STS or DANE, TLS is used all the same, except by"
                                                + " connectors that ask for a trusted certificate."))
                .change("Use a certificate for " + host + " of an authority that Java and Windows know, with all"
                        + " intermediate certificates, and renew it in time.");
    }

    private List<String> faults(String host, List<X509Certificate> chain) {
        X509Certificate own = chain.get(0);
        Instant now = clock.instant();
        List<String> faults = new ArrayList<>();
        boolean current = true;
        if (own.getNotAfter().toInstant().isBefore(now)) {
            faults.add("expired on " + own.getNotAfter().toInstant());
            current = false;
        }
        if (own.getNotBefore().toInstant().isAfter(now)) {
            faults.add("is valid from " + own.getNotBefore().toInstant() + " only");
            current = false;
        }
        List<String> names = names(own);
        if (names.stream().noneMatch(name -> matches(name, host))) {
            faults.add("is not for " + host + " but for "
                    + (names.isEmpty()
                            ? "no name"
                            : String.join(", ", names.stream().limit(MOST_NAMES).toList())));
        }
        if (current) {
            untrusted(chain).ifPresent(faults::add);
        }
        return faults;
    }

    private Optional<String> untrusted(List<X509Certificate> chain) {
        X509Certificate own = chain.get(0);
        try {
            trust.checkServerTrusted(
                    chain.toArray(X509Certificate[]::new), own.getPublicKey().getAlgorithm());
            return Optional.empty();
        } catch (CertificateException e) {
            boolean self = own.getSubjectX500Principal().equals(own.getIssuerX500Principal());
            return Optional.of(
                    self
                            ? "is self-signed"
                            : "does not lead to a trusted authority (" + chain.size() + " sent, the last issued by "
                                    + chain.get(chain.size() - 1)
                                            .getIssuerX500Principal()
                                            .getName() + ")");
        }
    }

    /** RFC 6125 section 6.4.4: the common name counts only without such names, and today for nobody. */
    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return Stream.ofNullable(all)
                    .flatMap(Collection::stream)
                    .filter(each -> each.size() > 1 && each.get(0).equals(DNS_NAME))
                    .map(each -> String.valueOf(each.get(1)))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** A star stands for exactly the first label. */
    static boolean matches(String name, String host) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.startsWith("*.")) {
            return lower.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && lower.indexOf('.', 2) > 0 && lower.substring(1).equals(host.substring(dot));
    }
}
