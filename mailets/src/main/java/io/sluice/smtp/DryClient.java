package io.sluice.smtp;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.Cidr;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A client that is made up.
 *
 * @param range the published range that it is from
 * @param name its name in the DNS, without the trailing dot, when it is really one of Exchange Online's servers
 */
record DryClient(Cidr range, InetAddress address, Optional<String> name) {
    private static final String NAMELESS = "mail-dry-run.outbound.protection.outlook.com";

    /** What it says in EHLO. */
    String helo() {
        return name.orElse(NAMELESS);
    }

    /** The address as it is written. */
    String text() {
        return InetAddresses.toAddrString(address);
    }

    /** As {@code 40.92.0.1 (40.92.0.0/15)}. */
    @Override
    public String toString() {
        return text() + " (" + range + name.map(each -> ", " + each).orElse("") + ")";
    }
}
