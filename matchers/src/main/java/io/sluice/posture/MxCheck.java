package io.sluice.posture;

import com.google.common.net.InetAddresses;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Whether the sender domain can be answered: it has mail exchangers (RFC 5321 section 5), and no null MX (RFC 7505). */
final class MxCheck implements Check {
    private static final int MOST_HOSTS = 5;

    @Override
    public void begin(Look look) {
        domains(look).forEach(domain -> {
            look.ask(Kind.MX, domain);
            look.ask(Kind.A, domain);
        });
    }

    private static Set<String> domains(Look look) {
        Set<String> domains = new LinkedHashSet<>();
        domains.add(look.question().domain());
        domains.add(look.question().mailFrom());
        return domains;
    }

    @Override
    public void judge(Look look) {
        domains(look).forEach(domain -> look.add(judge(look, domain)));
    }

    /** The hosts of MX records. */
    static List<String> hosts(DnsAnswer answer) {
        return answer.records().stream()
                .map(record -> record.substring(record.indexOf(' ') + 1))
                .distinct()
                .toList();
    }

    static boolean isNullMx(DnsAnswer answer) {
        return answer.records().size() == 1 && hosts(answer).equals(List.of("."));
    }

    private static Finding judge(Look look, String domain) {
        DnsAnswer answer = look.get(Kind.MX, domain);
        String question = "MX " + domain;
        if (answer.isUnknown()) {
            return Finding.unknown(
                            FindingId.MX_RECORD,
                            domain,
                            "Whether " + domain + " takes mail is unknown: " + answer.words() + ".")
                    .lookedUp(question);
        }
        if (isNullMx(answer)) {
            return Finding.fail(
                            FindingId.MX_RECORD,
                            domain,
                            domain + " says with a null MX that it takes no mail; receivers may refuse what it sends.")
                    .lookedUp(question)
                    .change("Send as a domain that takes mail, or publish a mail exchanger.");
        }
        if (answer.isNone()) {
            return implicit(look, domain, answer).lookedUp(question, "A " + domain);
        }
        return exchangers(look, domain, hosts(answer)).lookedUp(question);
    }

    private static Finding implicit(Look look, String domain, DnsAnswer mx) {
        DnsAnswer address = look.get(Kind.A, domain);
        if (address.isFound()) {
            return Finding.warn(
                            FindingId.MX_RECORD,
                            domain,
                            domain + " has no MX record; bounces and answers go to its own address.")
                    .change("Publish the mail exchanger.")
                    .publish(domain, "MX", "10 " + domain);
        }
        if (address.isUnknown()) {
            return Finding.unknown(
                    FindingId.MX_RECORD,
                    domain,
                    "Whether " + domain + " takes mail is unknown: " + address.words() + ".");
        }
        return Finding.fail(
                        FindingId.MX_RECORD,
                        domain,
                        domain + " takes no mail (MX: " + mx.words()
                                + "); Microsoft refuses senders that do not exist.")
                .change("Publish a mail exchanger, or send as another domain.");
    }

    private static Finding exchangers(Look look, String domain, List<String> all) {
        List<String> hosts = all.stream().limit(MOST_HOSTS).toList();
        hosts.forEach(host -> look.ask(Kind.A, host));
        List<String> questions = new ArrayList<>();
        List<String> dead = new ArrayList<>();
        for (String host : hosts) {
            questions.add("A " + host);
            DnsAnswer address = look.get(Kind.A, host);
            if (InetAddresses.isInetAddress(host)) {
                dead.add(host + " (an address, which must be a name)");
            } else if (address.isNone()) {
                questions.add("AAAA " + host);
                if (look.get(Kind.AAAA, host).isNone()) {
                    dead.add(host);
                }
            }
        }
        String[] asked = questions.toArray(String[]::new);
        if (dead.isEmpty()) {
            return Finding.pass(
                            FindingId.MX_RECORD, domain, domain + " takes mail at " + String.join(", ", hosts) + ".")
                    .lookedUp(asked);
        }
        boolean none = dead.size() == all.size();
        return Finding.of(
                        FindingId.MX_RECORD,
                        none ? FindingStatus.FAIL : FindingStatus.WARN,
                        domain,
                        "Mail exchangers of " + domain + " have no address: " + String.join(", ", dead) + ".")
                .lookedUp(asked)
                .change("Publish their addresses, or take them out.");
    }
}
