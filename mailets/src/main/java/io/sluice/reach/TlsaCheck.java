package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.dns.DnsAnswer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a certificate is one that the TLSA records of its host allow (RFC 7672: usages 2 and 3 count for mail, 0 and 1 do
 * not). For usage 2, that the chain holds the named authority is looked at, not its signatures. Stateless.
 */
final class TlsaCheck {
    private static final int TRUST_ANCHOR = 2;
    private static final int END_ENTITY = 3;

    private TlsaCheck() {}

    /** Where the records are. */
    static String name(String host) {
        return "_25._tcp." + host;
    }

    /**
     * Judges one host.
     *
     * @param chains those that its addresses showed; empty when none came as far as TLS
     */
    static Finding judge(String host, DnsAnswer answer, List<List<X509Certificate>> chains) {
        return judged(host, answer, chains).lookedUp("TLSA " + name(host));
    }

    private static Finding judged(String host, DnsAnswer answer, List<List<X509Certificate>> chains) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                            FindingId.INBOUND_DANE,
                            host,
                            "Whether " + host + " has TLSA records is unknown: " + answer.words()
                                    + ". Whoever follows RFC 7672 keeps mail back while it cannot find out.")
                    .change("See that the name servers of " + host + " answer such questions.");
        }
        if (answer.isNone()) {
            return Finding.pass(FindingId.INBOUND_DANE, host, host + " has no TLSA records, and none are needed.");
        }
        List<Tlsa> records = answer.records().stream()
                .map(Tlsa::parse)
                .flatMap(Optional::stream)
                .filter(record -> record.usage == TRUST_ANCHOR || record.usage == END_ENTITY)
                .toList();
        if (records.isEmpty()) {
            return Finding.warn(
                            FindingId.INBOUND_DANE, host, host + " has TLSA records, but none that counts for mail.")
                    .change("Publish one that begins with 3 1 1: the digest of the server's own key.");
        }
        if (chains.isEmpty()) {
            return Finding.unknown(
                    FindingId.INBOUND_DANE,
                    host,
                    host + " has TLSA records; no certificate was seen to hold them against.");
        }
        if (!chains.stream().allMatch(chain -> records.stream().anyMatch(record -> record.allows(chain)))) {
            return Finding.fail(
                            FindingId.INBOUND_DANE,
                            host,
                            "The certificate of " + host + " is none that its TLSA records allow"
                                    + (answer.authenticated()
                                            ? ""
                                            : " (the name server that was asked did not validate them)")
                                    + ". Exchange Online reports 4.7.323 then.")
                    .change("Publish the digest of the key in use, before a new key is used.")
                    .publish(name(host), "TLSA", "3 1 1 " + keyDigest(chains.get(0)));
        }
        return answer.authenticated()
                ? Finding.pass(FindingId.INBOUND_DANE, host, "The certificate is one that the TLSA records allow.")
                : Finding.warn(
                                FindingId.INBOUND_DANE,
                                host,
                                "The certificate is one that the TLSA records allow, but the name server that was asked"
                                        + " did not validate them with DNSSEC; without DNSSEC they do not count.")
                        .change("See that the zones of the domain and of " + host
                                + " are signed, and ask a name server that validates (--dns).");
    }

    private static String keyDigest(List<X509Certificate> chain) {
        return HexFormat.of()
                .formatHex(sha("SHA-256", chain.get(0).getPublicKey().getEncoded()));
    }

    private static byte[] sha(String algorithm, byte[] data) {
        try {
            return MessageDigest.getInstance(algorithm).digest(data);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A TLSA record (RFC 6698 section 2.1). */
    private record Tlsa(int usage, int selector, int matching, String data) {
        static Optional<Tlsa> parse(String text) {
            String[] parts = text.split(" ", 4);
            boolean numbers = parts.length == 4
                    && Arrays.stream(parts)
                            .limit(3)
                            .allMatch(part -> part.length() == 1 && Character.digit(part.charAt(0), 10) >= 0);
            return numbers
                    ? Optional.of(new Tlsa(
                            Integer.parseInt(parts[0]),
                            Integer.parseInt(parts[1]),
                            Integer.parseInt(parts[2]),
                            parts[3].replace(" ", "").toLowerCase(Locale.ROOT)))
                    : Optional.empty();
        }

        boolean allows(List<X509Certificate> chain) {
            return usage == END_ENTITY ? is(chain.get(0)) : chain.stream().anyMatch(this::is);
        }

        private boolean is(X509Certificate certificate) {
            try {
                byte[] selected =
                        switch (selector) {
                            case 0 -> certificate.getEncoded();
                            case 1 -> certificate.getPublicKey().getEncoded();
                            default -> new byte[0];
                        };
                byte[] matched =
                        switch (matching) {
                            case 0 -> selected;
                            case 1 -> sha("SHA-256", selected);
                            case 2 -> sha("SHA-512", selected);
                            default -> new byte[0];
                        };
                return selected.length > 0
                        && matched.length > 0
                        && HexFormat.of().formatHex(matched).equals(data);
            } catch (CertificateEncodingException e) {
                return false;
            }
        }
    }
}
