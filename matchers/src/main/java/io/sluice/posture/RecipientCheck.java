package io.sluice.posture;

import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import io.sluice.reply.Service;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where mail to the recipient domain goes, and DANE (RFC 7672) for the hosts of Microsoft that have it. */
final class RecipientCheck implements Check {
    private static final int MOST_HOSTS = 5;
    private static final String WITH_DANE = ".mx.microsoft";

    @Override
    public void begin(Look look) {
        look.question().recipient().ifPresent(domain -> look.ask(Kind.MX, domain));
    }

    @Override
    public void judge(Look look) {
        look.question().recipient().ifPresent(domain -> judge(look, domain));
    }

    private static void judge(Look look, String domain) {
        DnsAnswer answer = look.get(Kind.MX, domain);
        look.add(mx(domain, answer).lookedUp("MX " + domain));
        List<String> hosts = MxCheck.hosts(answer).stream()
                .filter(host -> host.toLowerCase(Locale.ROOT).endsWith(WITH_DANE))
                .limit(MOST_HOSTS)
                .toList();
        hosts.forEach(host -> look.ask(Kind.TLSA, tlsa(host)));
        hosts.forEach(
                host -> look.add(dane(host, look.get(Kind.TLSA, tlsa(host))).lookedUp("TLSA " + tlsa(host))));
    }

    private static String tlsa(String host) {
        return "_25._tcp." + host;
    }

    private static Finding mx(String domain, DnsAnswer answer) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                    FindingId.RECIPIENT_MX,
                    domain,
                    "Where mail to " + domain + " goes is unknown: " + answer.words() + ".");
        }
        if (answer.isNone() || MxCheck.isNullMx(answer)) {
            return Finding.fail(FindingId.RECIPIENT_MX, domain, domain + " has no mail exchanger.")
                    .change("Look whether the recipients' domain is spelled right.");
        }
        MicrosoftHosts known = MicrosoftSettings.standard().hosts();
        List<String> hosts = MxCheck.hosts(answer);
        Optional<Service> service =
                hosts.stream().map(known::serviceOf).flatMap(Optional::stream).findFirst();
        return Finding.pass(
                FindingId.RECIPIENT_MX,
                domain,
                "Mail to " + domain + " goes to "
                        + String.join(", ", hosts.subList(0, Math.min(MOST_HOSTS, hosts.size())))
                        + service.map(each ->
                                        ", which is Microsoft (" + each.name().toLowerCase(Locale.ROOT) + ").")
                                .orElse(", which is not Microsoft."));
    }

    private static Finding dane(String host, DnsAnswer answer) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                    FindingId.RECIPIENT_DANE,
                    host,
                    "Whether " + host + " has DANE is unknown: " + answer.words() + ".");
        }
        if (answer.isNone()) {
            return Finding.pass(FindingId.RECIPIENT_DANE, host, host + " has no DANE records, and none are needed.");
        }
        return answer.authenticated()
                ? Finding.pass(
                        FindingId.RECIPIENT_DANE,
                        host,
                        host + " has " + answer.records().size() + " DANE records, which the name server validated.")
                : Finding.warn(
                                FindingId.RECIPIENT_DANE,
                                host,
                                host + " has " + answer.records().size()
                                        + " DANE records, but the name server does not validate DNSSEC.")
                        .change("Ask a name server that validates, if DANE is to be relied on.");
    }
}
