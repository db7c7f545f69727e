package io.sluice.posture;

import java.net.InetAddress;
import java.util.Optional;

/** Microsoft takes mail over IPv6 only with a PTR record, and SPF or DKIM that passes (450 4.7.25 and 4.7.26). */
final class Ipv6Check implements Check {
    @Override
    public void judge(Look look) {
        look.question().ip().filter(Look::isIpv6).ifPresent(ip -> look.add(judge(look, ip)));
    }

    private static Finding judge(Look look, InetAddress ip) {
        String address = ip.getHostAddress();
        Optional<FindingStatus> name = look.best(FindingId.PTR_NAME);
        Optional<FindingStatus> spf = look.best(FindingId.SPF_RESULT);
        Optional<FindingStatus> dkim = look.best(FindingId.DKIM_KEY);
        boolean authenticated = isGood(spf) || isGood(dkim);
        if (isGood(name) && authenticated) {
            return Finding.pass(
                    FindingId.IPV6_RULES,
                    address,
                    "Microsoft's rules for IPv6 are kept: the address has a name, and "
                            + (isGood(spf) ? "SPF passes." : "there is a usable DKIM key."));
        }
        boolean open = isOpen(name) || (!authenticated && (isOpen(spf) || isOpen(dkim)));
        return Finding.of(
                        FindingId.IPV6_RULES,
                        open ? FindingStatus.UNKNOWN : FindingStatus.FAIL,
                        address,
                        (open
                                        ? "Whether Microsoft's rules for IPv6 are kept is unknown: "
                                        : "Over IPv6 Microsoft defers this mail: ")
                                + "the address must have a name (PTR), and SPF or DKIM must pass.")
                .change(
                        "Send over IPv4 until that is so: <addressFamily>ipv4</addressFamily> of MicrosoftRemoteDelivery, which is its default.");
    }

    private static boolean isGood(Optional<FindingStatus> status) {
        return status.equals(Optional.of(FindingStatus.PASS)) || status.equals(Optional.of(FindingStatus.WARN));
    }

    private static boolean isOpen(Optional<FindingStatus> status) {
        return status.equals(Optional.of(FindingStatus.UNKNOWN));
    }
}
