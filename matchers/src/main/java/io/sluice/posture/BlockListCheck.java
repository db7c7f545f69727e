package io.sluice.posture;

import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.ReverseMap;

/**
 * DNS block lists (RFC 5782) of the address and the sender domain. Answers that tell of an error, and such as no list
 * gives, are not taken for a listing.
 */
final class BlockListCheck implements Check {
    private static final String ERRORS = "127.255.255.";
    /** What Spamhaus answers instead of a listing. */
    private static final Map<String, String> SPAMHAUS_ERRORS = Map.of(
            "127.255.255.252", "the name of the list is misspelled",
            "127.255.255.254", "it was asked through a public or unattributable name server",
            "127.255.255.255", "too many questions came from this name server",
            "127.0.1.255", "it lists domains, and was asked about an address");

    @Override
    public void begin(Look look) {
        look.question()
                .ip()
                .ifPresent(ip -> look.settings().addressLists().forEach(list -> look.ask(Kind.A, entry(ip, list))));
        look.settings().domainLists().forEach(list -> look.ask(Kind.A, entry(look, list)));
    }

    @Override
    public void judge(Look look) {
        look.question().ip().ifPresent(ip -> look.settings()
                .addressLists()
                .forEach(list ->
                        look.add(judge(look, FindingId.BLOCK_LIST_IP, ip.getHostAddress(), list, entry(ip, list)))));
        look.settings()
                .domainLists()
                .forEach(list -> look.add(
                        judge(look, FindingId.BLOCK_LIST_DOMAIN, look.question().domain(), list, entry(look, list))));
    }

    private static String entry(InetAddress ip, String list) {
        String reverse = ReverseMap.fromAddress(ip).toString(true);
        String zone = Look.isIpv6(ip) ? ".ip6.arpa" : ".in-addr.arpa";
        return reverse.substring(0, reverse.length() - zone.length()) + "." + list;
    }

    private static String entry(Look look, String list) {
        return look.question().domain() + "." + list;
    }

    private static Finding judge(Look look, FindingId id, String subject, String list, String name) {
        DnsAnswer answer = look.get(Kind.A, name);
        return judge(id, subject, list, answer).lookedUp("A " + name);
    }

    private static Finding judge(FindingId id, String subject, String list, DnsAnswer answer) {
        if (answer.isNone()) {
            return Finding.pass(id, subject, "Not on " + list + ".");
        }
        if (answer.isUnknown()) {
            return Finding.unknown(id, subject, list + " did not answer: " + answer.words() + ".");
        }
        List<String> codes = answer.records();
        for (String code : codes) {
            String error = SPAMHAUS_ERRORS.get(code);
            if (error != null || code.startsWith(ERRORS)) {
                return Finding.unknown(
                                id,
                                subject,
                                list + " answers with an error, not a listing (" + code + ")"
                                        + (error == null ? "." : ": " + error + "."))
                        .change("Ask through a name server of your own, within the terms of use of " + list + ".");
            }
            if (!code.startsWith("127.")) {
                return Finding.unknown(
                                id,
                                subject,
                                list + " answers " + code + ", which is no listing: a name server on the way makes up"
                                        + " answers.")
                        .change("Ask through a name server of your own.");
            }
        }
        return Finding.fail(
                        id,
                        subject,
                        "Listed on " + list + " (" + String.join(", ", codes) + meaning(list, codes) + ").")
                .change("Find out and end what caused it, then ask " + list
                        + " to take it off the list; only then ask Microsoft.");
    }

    private static String meaning(String list, List<String> codes) {
        if (!list.endsWith("spamhaus.org")) {
            return "";
        }
        for (String code : codes) {
            String words =
                    switch (code) {
                        case "127.0.0.2" -> "SBL: spam was sent from it";
                        case "127.0.0.3" -> "CSS: mail like spam, or a bad reputation";
                        case "127.0.0.4",
                                "127.0.0.5",
                                "127.0.0.6",
                                "127.0.0.7" -> "XBL: a machine that was broken into";
                        case "127.0.0.9" -> "DROP: the network belongs to criminals";
                        case "127.0.0.10", "127.0.0.11" -> "PBL: addresses that are not to send mail directly";
                        default -> code.startsWith("127.0.1.") ? "DBL: a domain of bad reputation" : "";
                    };
            if (!words.isEmpty()) {
                return "; " + words;
            }
        }
        return "";
    }
}
