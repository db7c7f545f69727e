package io.sluice.posture;

import com.google.common.net.InetAddresses;
import io.sluice.microsoft.DomainNames;
import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MicrosoftSettings;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.posture.dns.DnsQuestion.Kind;
import java.util.Optional;

/** The name in EHLO (RFC 5321 section 2.3.5): one of our own that leads to the address. */
final class GreetingCheck implements Check {
    @Override
    public void begin(Look look) {
        host(look).ifPresent(name -> look.ask(look.addressKind(), name));
    }

    private static Optional<String> host(Look look) {
        return look.question()
                .helo()
                .flatMap(DomainNames::normalise)
                .filter(name -> name.indexOf('.') > 0 && !InetAddresses.isInetAddress(name));
    }

    @Override
    public void judge(Look look) {
        look.question().helo().ifPresent(helo -> look.add(judge(look, helo)));
    }

    private static Finding judge(Look look, String helo) {
        Optional<String> name = host(look);
        if (name.isEmpty()) {
            return Finding.fail(
                            FindingId.EHLO_NAME,
                            helo,
                            "The EHLO name is no full host name; Microsoft answers 501 5.5.4 or 5.7.506 to that.")
                    .change("Greet with the full name of the sending host, as the address is named.");
        }
        boolean foreign = isMicrosoft(name.get())
                || look.question().recipient().filter(name.get()::equals).isPresent();
        if (foreign) {
            return Finding.fail(
                            FindingId.EHLO_NAME, helo, "The EHLO name is one of the receiver; Microsoft refuses that.")
                    .change("Greet with the full name of the sending host.");
        }
        Kind kind = look.addressKind();
        DnsAnswer answer = look.get(kind, name.get());
        return resolved(look, helo, answer).lookedUp(kind + " " + name.get());
    }

    private static Finding resolved(Look look, String helo, DnsAnswer answer) {
        if (answer.isUnknown()) {
            return Finding.unknown(
                    FindingId.EHLO_NAME, helo, "Where the EHLO name leads is unknown: " + answer.words() + ".");
        }
        Optional<String> address = look.question().ip().map(ip -> ip.getHostAddress());
        if (answer.isNone()) {
            Finding none = Finding.warn(
                            FindingId.EHLO_NAME, helo, "The EHLO name has no address: " + answer.words() + ".")
                    .change("Publish its address.");
            return address.map(ip -> none.publish(helo, look.addressKind().name(), ip))
                    .orElse(none);
        }
        if (address.isPresent() && !answer.records().contains(address.get())) {
            return Finding.warn(
                            FindingId.EHLO_NAME,
                            helo,
                            "The EHLO name leads to " + String.join(", ", answer.records()) + ", not to "
                                    + address.get() + ".")
                    .change("Greet with the name of the address, or give the name this address as well.");
        }
        return Finding.pass(
                FindingId.EHLO_NAME, helo, "The EHLO name leads to " + String.join(", ", answer.records()) + ".");
    }

    private static boolean isMicrosoft(String name) {
        MicrosoftHosts hosts = MicrosoftSettings.standard().hosts();
        return hosts.serviceOf(name).isPresent() || hosts.isConsumerDomain(name);
    }
}
