package io.sluice.posture;

import com.google.common.base.Splitter;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** SPF of the domain of MAIL FROM (RFC 7208): the record, what it costs, and what it says of the address. */
final class SpfCheck implements Check {
    @Override
    public void begin(Look look) {
        look.ask(Kind.TXT, look.question().mailFrom());
    }

    @Override
    public void judge(Look look) {
        String domain = look.question().mailFrom();
        DnsAnswer answer = look.get(Kind.TXT, domain);
        if (answer.isUnknown()) {
            look.add(Finding.unknown(
                            FindingId.SPF_RECORD,
                            domain,
                            "Whether there is an SPF record is unknown: " + answer.words() + ".")
                    .lookedUp("TXT " + domain)
                    .change("Make the name servers of " + domain
                            + " answer; receivers defer or refuse mail while they do not."));
            look.question()
                    .ip()
                    .ifPresent(ip -> look.add(Finding.unknown(
                                    FindingId.SPF_RESULT,
                                    ip.getHostAddress(),
                                    "The SPF result is temperror: the DNS did not answer for " + domain + ".")
                            .lookedUp("TXT " + domain)));
            return;
        }
        List<String> records = SpfTree.spf(answer);
        SpfTree tree = SpfTree.of(domain, look.dns(), look.addressKind());
        look.add(record(look, domain, records, tree));
        look.question().ip().ifPresent(ip -> look.add(result(look, domain, ip, records, tree)));
        if (records.size() == 1) {
            look.add(lookups(domain, tree));
            look.add(voids(domain, tree));
        }
    }

    private static Finding record(Look look, String domain, List<String> records, SpfTree tree) {
        String question = "TXT " + domain;
        if (records.isEmpty()) {
            Finding none = Finding.fail(FindingId.SPF_RECORD, domain, domain + " has no SPF record.")
                    .lookedUp(question)
                    .change("Publish one that names all addresses that send for " + domain + ".");
            return look.question()
                    .ip()
                    .map(ip -> none.publish(domain, "TXT", "v=spf1 " + network(ip) + " ~all"))
                    .orElse(none);
        }
        if (records.size() > 1) {
            return Finding.fail(
                            FindingId.SPF_RECORD,
                            domain,
                            domain + " has " + records.size()
                                    + " SPF records. With more than one none counts (permerror).")
                    .lookedUp(question)
                    .change("Join them to one record.");
        }
        SpfRecord record = SpfRecord.parse(records.get(0));
        if (!record.faults().isEmpty()) {
            return Finding.fail(
                            FindingId.SPF_RECORD,
                            domain,
                            "The SPF record has a fault, so that it does not count (permerror): "
                                    + String.join("; ", record.faults()) + ".")
                    .lookedUp(question)
                    .change("Correct it.");
        }
        if (!tree.faults().isEmpty()) {
            return Finding.fail(
                            FindingId.SPF_RECORD,
                            domain,
                            "What the SPF record includes has a fault, so that it does not count for senders that no"
                                    + " earlier term names (permerror): " + String.join("; ", tree.faults()) + ".")
                    .lookedUp(tree.lookedUp())
                    .change("Take it out, or have it corrected by who publishes it.");
        }
        return shape(domain, records.get(0), record).lookedUp(question);
    }

    private static Finding shape(String domain, String text, SpfRecord record) {
        Optional<Character> all = record.all();
        if (all.isPresent() && all.get() == '+') {
            return Finding.warn(
                            FindingId.SPF_RECORD,
                            domain,
                            "The SPF record ends with +all: it lets everybody send for " + domain + ".")
                    .change("End it with ~all or -all.")
                    .publish(domain, "TXT", replaceAll(text));
        }
        if (record.has("ptr")) {
            return Finding.warn(
                            FindingId.SPF_RECORD,
                            domain,
                            "The SPF record uses ptr, which is slow, and which receivers may pass over.")
                    .change("Name the addresses with ip4 and ip6 instead.");
        }
        if (all.isEmpty() && record.redirect().isEmpty()) {
            return Finding.warn(
                            FindingId.SPF_RECORD,
                            domain,
                            "The SPF record does not end with all or redirect: for all other addresses it says"
                                    + " nothing.")
                    .change("End it with ~all or -all.")
                    .publish(domain, "TXT", text.strip() + " ~all");
        }
        return Finding.pass(FindingId.SPF_RECORD, domain, "There is one SPF record: " + text);
    }

    private static String replaceAll(String text) {
        StringBuilder out = new StringBuilder();
        for (String word : Splitter.on(' ').omitEmptyStrings().split(text)) {
            boolean everybody = word.equalsIgnoreCase("all") || word.equalsIgnoreCase("+all");
            out.append(out.length() == 0 ? "" : " ").append(everybody ? "~all" : word);
        }
        return out.toString();
    }

    private static Finding result(Look look, String domain, InetAddress ip, List<String> records, SpfTree tree) {
        String address = ip.getHostAddress();
        String greeting = look.question().helo().orElse(domain);
        String result = new Jspf(look.dns()).result(ip, domain, greeting);
        String text = "SPF of " + domain + " for " + address + ": " + result + ".";
        Finding finding =
                switch (result) {
                    case "pass" -> Finding.pass(FindingId.SPF_RESULT, address, text);
                    case "temperror" -> Finding.unknown(
                                    FindingId.SPF_RESULT,
                                    address,
                                    text + " The DNS did not answer: " + String.join("; ", tree.unanswered()))
                            .change("Make the name servers answer, or take out what they do not answer for.");
                    case "permerror" -> Finding.fail(
                                    FindingId.SPF_RESULT, address, text + " The record cannot be evaluated.")
                            .change("See spf.record and spf.lookups.");
                    default -> notNamed(domain, ip, records, text);
                };
        return finding.lookedUp("TXT " + domain).lookedUp(tree.lookedUp());
    }

    private static Finding notNamed(String domain, InetAddress ip, List<String> records, String text) {
        Finding finding = Finding.fail(
                        FindingId.SPF_RESULT,
                        ip.getHostAddress(),
                        text + " The record does not allow this address to send.")
                .change("Add the address to the SPF record of " + domain + ".");
        String network = network(ip);
        if (records.isEmpty()) {
            return finding.publish(domain, "TXT", "v=spf1 " + network + " ~all");
        }
        boolean usable = records.size() == 1
                && records.get(0).length() <= SpfRecord.LONGEST
                && SpfRecord.parse(records.get(0)).faults().isEmpty();
        return usable
                ? finding.publish(
                        domain, "TXT", "v=spf1 " + network + records.get(0).substring(6))
                : finding;
    }

    private static String network(InetAddress ip) {
        return (Look.isIpv6(ip) ? "ip6:" : "ip4:") + ip.getHostAddress();
    }

    private static Finding lookups(String domain, SpfTree tree) {
        String text = "The SPF record needs "
                + (tree.isCut() ? "more than " + SpfTree.MOST_LOOKUPS : String.valueOf(tree.lookups()))
                + " of the " + SpfTree.MOST_LOOKUPS + " look-ups that are allowed.";
        if (tree.lookups() > SpfTree.MOST_LOOKUPS) {
            return Finding.fail(
                            FindingId.SPF_LOOKUPS,
                            domain,
                            text + " For addresses that are named late, or not, the result is permerror.")
                    .lookedUp(tree.lookedUp())
                    .change("Take out includes that no mail needs, and replace a and mx by ip4 and ip6.");
        }
        return Finding.of(
                        FindingId.SPF_LOOKUPS,
                        tree.unanswered().isEmpty() ? FindingStatus.PASS : FindingStatus.UNKNOWN,
                        domain,
                        tree.unanswered().isEmpty()
                                ? text
                                : text + " Not all could be read: " + String.join("; ", tree.unanswered()) + ".")
                .lookedUp(tree.lookedUp());
    }

    private static Finding voids(String domain, SpfTree tree) {
        int count = tree.voids().size();
        String text = "Names in the SPF record that there is nothing at: " + count + ", of " + SpfTree.MOST_VOIDS
                + " that are allowed";
        if (count == 0) {
            return Finding.pass(FindingId.SPF_VOIDS, domain, text + ".").lookedUp(tree.lookedUp());
        }
        String names = text + ": " + String.join(", ", tree.voids()) + ".";
        return Finding.of(
                        FindingId.SPF_VOIDS,
                        count > SpfTree.MOST_VOIDS ? FindingStatus.FAIL : FindingStatus.WARN,
                        domain,
                        count > SpfTree.MOST_VOIDS ? names + " Receivers may take that for permerror." : names)
                .lookedUp(tree.lookedUp())
                .change("Take them out of the record.");
    }
}
