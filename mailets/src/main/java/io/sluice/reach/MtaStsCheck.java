package io.sluice.reach;

import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import io.sluice.reach.MtaStsPolicy.Mode;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The MTA-STS record of a domain, and its policy where there is a record (RFC 8461).
 *
 * @param finding how it is
 * @param policy when it could be had
 */
record MtaStsCheck(Finding finding, Optional<MtaStsPolicy> policy) {
    private static final String VERSION = "v=STSv1";

    static String name(String domain) {
        return "_mta-sts." + domain;
    }

    /** Asks the DNS, and the web server if there is a record. */
    static MtaStsCheck of(String domain, Collection<String> hosts, DnsSession dns, PolicySource source) {
        String name = name(domain);
        DnsAnswer answer = dns.get(Kind.TXT, name);
        MtaStsCheck found = of(domain, name, answer, hosts, source);
        return new MtaStsCheck(found.finding.lookedUp("TXT " + name), found.policy);
    }

    private static MtaStsCheck of(
            String domain, String name, DnsAnswer answer, Collection<String> hosts, PolicySource source) {
        if (answer.isUnknown()) {
            return without(Finding.unknown(
                    FindingId.INBOUND_MTA_STS,
                    domain,
                    "Whether there is an MTA-STS record is unknown: " + answer.words() + "."));
        }
        List<String> records = answer.records().stream()
                .filter(text -> text.startsWith(VERSION))
                .toList();
        if (records.isEmpty()) {
            return without(
                    Finding.pass(FindingId.INBOUND_MTA_STS, domain, "There is no MTA-STS record, and none is needed."));
        }
        if (records.size() > 1 || !records.get(0).replace(" ", "").startsWith(VERSION + ";id=")) {
            return without(Finding.warn(
                            FindingId.INBOUND_MTA_STS,
                            domain,
                            "The MTA-STS record at " + name + " is not one right record, and so counts for none: "
                                    + String.join(" | ", records))
                    .change("Leave one record, of the form v=STSv1; id=20261122;"));
        }
        return fetched(domain, hosts, source);
    }

    private static MtaStsCheck fetched(String domain, Collection<String> hosts, PolicySource source) {
        String url = HttpsPolicySource.url(domain);
        MtaStsPolicy policy;
        try {
            policy = MtaStsPolicy.parse(source.fetch(domain));
        } catch (IOException e) {
            return without(unusable(domain, "cannot be fetched: " + e.getMessage(), url));
        } catch (IllegalArgumentException e) {
            return without(unusable(domain, "is none: " + e.getMessage(), url));
        }
        List<String> missing =
                hosts.stream().filter(host -> !policy.allows(host)).toList();
        Finding finding = missing.isEmpty() || policy.mode() == Mode.NONE
                ? Finding.pass(
                        FindingId.INBOUND_MTA_STS,
                        domain,
                        "The MTA-STS policy has mode " + policy.mode().word() + " and names all mail exchangers.")
                : Finding.of(
                                FindingId.INBOUND_MTA_STS,
                                policy.mode() == Mode.ENFORCE ? FindingStatus.FAIL : FindingStatus.WARN,
                                domain,
                                "The MTA-STS policy has mode " + policy.mode().word() + " and does not name "
                                        + String.join(", ", missing) + ": senders do not bring mail there.")
                        .change("Add lines mx: for these to the policy, and change the id in the record.");
        return new MtaStsCheck(finding.lookedUp(url), Optional.of(policy));
    }

    private static Finding unusable(String domain, String why, String url) {
        return Finding.warn(
                        FindingId.INBOUND_MTA_STS,
                        domain,
                        "There is an MTA-STS record, and the policy " + why
                                + ". Senders that remember an older policy go on by that.")
                .lookedUp(url)
                .change("Serve the policy there, with a trusted certificate and without a redirect, or take the record"
                        + " out.");
    }

    private static MtaStsCheck without(Finding finding) {
        return new MtaStsCheck(finding, Optional.empty());
    }

    /** What demands TLS with a good certificate of senders to that host. */
    Optional<String> demands(String host) {
        return policy.filter(each -> each.mode() == Mode.ENFORCE && each.allows(host))
                .map(each -> "MTA-STS");
    }
}
