package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What the checks share: the question, the DNS, and what the others found. For one thread. */
final class Look {
    private final PostureQuestion question;
    private final PostureSettings settings;
    private final DnsSession dns;
    private final List<Finding> findings = new ArrayList<>();

    Look(PostureQuestion question, PostureSettings settings, DnsSession dns) {
        this.question = question;
        this.settings = settings;
        this.dns = dns;
    }

    PostureQuestion question() {
        return question;
    }

    PostureSettings settings() {
        return settings;
    }

    DnsSession dns() {
        return dns;
    }

    DnsAnswer get(Kind kind, String name) {
        return dns.get(kind, name);
    }

    void ask(Kind kind, String name) {
        dns.ask(kind, name);
    }

    /** Which records hold addresses of the family that mail leaves with; IPv4 when that is not known. */
    Kind addressKind() {
        return question.ip().map(Look::kind).orElse(Kind.A);
    }

    static Kind kind(InetAddress ip) {
        return isIpv6(ip) ? Kind.AAAA : Kind.A;
    }

    static boolean isIpv6(InetAddress ip) {
        return ip.getAddress().length > 4;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** How it stands with what was looked at before; the best, of several. */
    Optional<FindingStatus> best(FindingId id) {
        return findings.stream()
                .filter(finding -> finding.id() == id)
                .map(Finding::status)
                .min(Comparator.naturalOrder());
    }
}
