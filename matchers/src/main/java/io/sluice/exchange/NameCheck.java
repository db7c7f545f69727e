package io.sluice.exchange;

import io.sluice.microsoft.AddressRecords;
import io.sluice.microsoft.AddressRecords.Family;
import io.sluice.microsoft.AddressRecords.Result;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an address has a name under given domains that leads back to it: "forward-confirmed reverse DNS" (RFC 8601
 * section 2.7.3, {@code iprev}). The owner of an address may give it any name; that the name leads back proves that the
 * owner of the domain agrees. Looks at no more than {@value #MOST_NAMES} names. Stateless but for what it was given.
 */
final class NameCheck {
    private static final int MOST_NAMES = 8;

    private final ReverseRecords reverse;
    private final AddressRecords forward;
    private final List<String> suffixes;

    /** @param suffixes domains in lower case */
    NameCheck(ReverseRecords reverse, AddressRecords forward, List<String> suffixes) {
        this.reverse = reverse;
        this.forward = forward;
        this.suffixes = List.copyOf(suffixes);
    }

    /** Blocks while the DNS is asked. Never {@link Standing#OUTSIDE}. */
    Standing check(InetAddress address) {
        Optional<List<String>> names = reverse.names(address);
        if (names.isEmpty()) {
            return Standing.UNCONFIRMED;
        }
        Standing standing = Standing.MISNAMED;
        for (String name :
                names.get().stream().filter(this::isOurs).limit(MOST_NAMES).toList()) {
            Result result = forward.lookup(name, address instanceof Inet4Address ? Family.IPV4 : Family.IPV6);
            if (result instanceof Result.Found found && found.addresses().contains(address)) {
                return Standing.CONFIRMED;
            }
            if (result instanceof Result.Failed) {
                standing = Standing.UNCONFIRMED;
            }
        }
        return standing;
    }

    private boolean isOurs(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String relative = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
        return suffixes.stream().anyMatch(suffix -> relative.endsWith("." + suffix));
    }
}
