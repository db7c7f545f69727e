package io.sluice.posture;

import com.google.common.base.CharMatcher;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.ReverseMap;

/** The name of the address, whether it leads back, and whether it looks like that of a dial-up line. */
final class ReverseNameCheck implements Check {
    private static final int MOST_NAMES = 5;
    private static final List<String> MARKS =
            List.of("dynamic", "dyn-", "-dyn", ".dyn.", "dhcp", "dialup", "dsl", "ppp", "pool", "cable", "broadband");

    static DnsQuestion question(InetAddress ip) {
        return DnsQuestion.of(Kind.PTR, ReverseMap.fromAddress(ip).toString(true));
    }

    @Override
    public void begin(Look look) {
        look.question().ip().ifPresent(ip -> look.dns().ask(question(ip)));
    }

    @Override
    public void judge(Look look) {
        look.question().ip().ifPresent(ip -> judge(look, ip));
    }

    private static void judge(Look look, InetAddress ip) {
        String address = ip.getHostAddress();
        DnsQuestion question = question(ip);
        DnsAnswer answer = look.dns().get(question);
        if (answer.isUnknown()) {
            look.add(Finding.unknown(
                            FindingId.PTR_NAME,
                            address,
                            "Whether the address has a name is unknown: " + answer.words() + ".")
                    .lookedUp(question.toString()));
            return;
        }
        if (answer.isNone()) {
            Finding none = Finding.fail(
                            FindingId.PTR_NAME,
                            address,
                            "The address has no name (no PTR record). Microsoft wants one, over IPv6 in any case.")
                    .lookedUp(question.toString())
                    .change("Have the owner of the address, mostly the hosting company, set it to the EHLO name.");
            look.add(look.question()
                    .helo()
                    .map(helo -> none.publish(question.name(), "PTR", helo))
                    .orElse(none));
            return;
        }
        List<String> names = answer.records().stream().limit(MOST_NAMES).toList();
        look.add(Finding.pass(FindingId.PTR_NAME, address, "The address is named " + String.join(", ", names) + ".")
                .lookedUp(question.toString()));
        confirmed(look, ip, names);
        generic(look, ip, names);
    }

    private static void confirmed(Look look, InetAddress ip, List<String> names) {
        Kind kind = Look.kind(ip);
        String address = ip.getHostAddress();
        names.forEach(name -> look.ask(kind, name));
        boolean unknown = false;
        for (String name : names) {
            DnsAnswer answer = look.get(kind, name);
            if (answer.records().contains(address)) {
                look.add(Finding.pass(FindingId.PTR_CONFIRMED, address, name + " leads back to the address.")
                        .lookedUp(kind + " " + name));
                return;
            }
            unknown |= answer.isUnknown();
        }
        String all = String.join(", ", names);
        String[] questions = names.stream().map(name -> kind + " " + name).toArray(String[]::new);
        look.add(
                unknown
                        ? Finding.unknown(
                                        FindingId.PTR_CONFIRMED,
                                        address,
                                        "Whether " + all + " leads back to the address is unknown.")
                                .lookedUp(questions)
                        : Finding.fail(FindingId.PTR_CONFIRMED, address, all + " does not lead back to the address.")
                                .lookedUp(questions)
                                .change("Let the name have the address, or the address another name.")
                                .publish(names.get(0), kind.name(), address));
    }

    private static void generic(Look look, InetAddress ip, List<String> names) {
        String address = ip.getHostAddress();
        for (String name : names) {
            if (isGeneric(name, ip)) {
                look.add(Finding.warn(
                                FindingId.PTR_GENERIC,
                                address,
                                name + " looks like the name of a dial-up line, which Microsoft's policy refuses.")
                        .lookedUp(question(ip).toString())
                        .change("Have the address named as a mail server, as mail.example.org is."));
                return;
            }
        }
        look.add(Finding.pass(FindingId.PTR_GENERIC, address, "The name does not look like that of a dial-up line.")
                .lookedUp(question(ip).toString()));
    }

    static boolean isGeneric(String name, InetAddress ip) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (MARKS.stream().anyMatch(lower::contains)) {
            return true;
        }
        byte[] bytes = ip.getAddress();
        if (bytes.length != 4) {
            return false;
        }
        String digits = CharMatcher.inRange('0', '9').retainFrom(lower);
        String parts = "";
        String reversed = "";
        for (byte part : bytes) {
            parts += String.valueOf(part & 0xff);
            reversed = (part & 0xff) + reversed;
        }
        return digits.contains(parts) || digits.contains(reversed);
    }
}
