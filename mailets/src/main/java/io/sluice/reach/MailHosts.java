package io.sluice.reach;

import com.google.common.net.InetAddresses;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.posture.dns.DnsSession;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where mail to a domain goes (RFC 5321 section 5.1): its mail exchangers, the most preferred first, and their addresses;
 * at most {@value #MOST_HOSTS} hosts. For one thread.
 */
final class MailHosts {
    static final int MOST_HOSTS = 5;

    private static final int MOST_ADDRESSES = 4;

    private final String domain;
    private final DnsSession dns;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, List<InetAddress>> hosts = new LinkedHashMap<>();

    private MailHosts(String domain, DnsSession dns) {
        this.domain = domain;
        this.dns = dns;
    }

    /** Looks them up. */
    static MailHosts of(String domain, DnsSession dns) {
        MailHosts found = new MailHosts(domain, dns);
        found.look();
        return found;
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Names of the hosts, with at most {@value #MOST_ADDRESSES} addresses each. */
    Map<String, List<InetAddress>> hosts() {
        return hosts;
    }

    private void look() {
        dns.ask(Kind.MX, domain);
        DnsAnswer answer = dns.get(Kind.MX, domain);
        List<String> names = exchangers(answer);
        names.forEach(name -> {
            dns.ask(Kind.A, name);
            dns.ask(Kind.AAAA, name);
            dns.ask(Kind.TLSA, TlsaCheck.name(name));
        });
        names.forEach(this::addresses);
    }

    private List<String> exchangers(DnsAnswer answer) {
        String asked = "MX " + domain;
        if (answer.isUnknown()) {
            findings.add(Finding.unknown(
                            FindingId.INBOUND_MX,
                            domain,
                            "Where mail to " + domain + " goes is unknown: " + answer.words()
                                    + ". Exchange Online keeps such mail and reports 450 4.4.312.")
                    .lookedUp(asked)
                    .change("See that the domain's name servers answer, from elsewhere too."));
            return List.of();
        }
        if (answer.isNone()) {
            findings.add(Finding.warn(
                            FindingId.INBOUND_MX, domain, domain + " has no MX record; mail goes to its own address.")
                    .lookedUp(asked)
                    .change("Publish an MX record that names this server."));
            return List.of(domain);
        }
        List<String> names = answer.records().stream()
                .sorted(Comparator.comparingInt(MailHosts::preference))
                .map(record -> record.substring(record.indexOf(' ') + 1))
                .distinct()
                .toList();
        if (names.equals(List.of("."))) {
            findings.add(
                    Finding.fail(FindingId.INBOUND_MX, domain, domain + " says with a null MX that it takes no mail.")
                            .lookedUp(asked)
                            .change("Publish an MX record that names this server."));
            return List.of();
        }
        String more = names.size() > MOST_HOSTS ? "; the first " + MOST_HOSTS + " are looked at" : "";
        findings.add(Finding.pass(
                        FindingId.INBOUND_MX,
                        domain,
                        "Mail to " + domain + " goes to "
                                + String.join(", ", names.subList(0, Math.min(names.size(), MOST_HOSTS))) + more + ".")
                .lookedUp(asked));
        return names.stream().limit(MOST_HOSTS).toList();
    }

    private static int preference(String record) {
        return Integer.parseInt(record.substring(0, record.indexOf(' ')));
    }

    private void addresses(String name) {
        DnsAnswer four = dns.get(Kind.A, name);
        DnsAnswer six = dns.get(Kind.AAAA, name);
        List<InetAddress> addresses = Stream.concat(four.records().stream(), six.records().stream())
                .map(InetAddresses::forString)
                .distinct()
                .limit(MOST_ADDRESSES)
                .toList();
        hosts.put(name, addresses);
        findings.add(judge(name, four, six, addresses).lookedUp("A " + name, "AAAA " + name));
    }

    private static Finding judge(String name, DnsAnswer four, DnsAnswer six, List<InetAddress> addresses) {
        if (InetAddresses.isInetAddress(name)) {
            return Finding.fail(
                            FindingId.INBOUND_ADDRESS, name, "The MX record holds an address, and must hold a name.")
                    .change("Give the host a name, and name that in the MX record.");
        }
        if (addresses.isEmpty()) {
            boolean unknown = four.isUnknown() || six.isUnknown();
            return Finding.of(
                            FindingId.INBOUND_ADDRESS,
                            unknown ? FindingStatus.UNKNOWN : FindingStatus.FAIL,
                            name,
                            name + " has no address (A: " + four.words() + "; AAAA: " + six.words() + ").")
                    .change("Publish its address, or take it out of the MX records.");
        }
        List<String> inside = addresses.stream()
                .filter(MailHosts::isInside)
                .map(InetAddress::getHostAddress)
                .toList();
        String all = String.join(
                ", ", addresses.stream().map(InetAddress::getHostAddress).toList());
        return inside.isEmpty()
                ? Finding.pass(FindingId.INBOUND_ADDRESS, name, name + " is at " + all + ".")
                : Finding.warn(
                                FindingId.INBOUND_ADDRESS,
                                name,
                                name + " is at " + all + "; of these, nobody on the Internet reaches "
                                        + String.join(", ", inside) + ".")
                        .change("If this is what the Internet is told, too, publish the public address instead.");
    }

    private static boolean isInside(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean uniqueLocal = bytes.length > 4 && (bytes[0] & 0xfe) == 0xfc; // RFC 4193
        return address.isLoopbackAddress()
                || address.isSiteLocalAddress()
                || address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || uniqueLocal;
    }
}
