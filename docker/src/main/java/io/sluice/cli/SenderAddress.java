package io.sluice.cli;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;

/**
 * The IP address that mail was sent from.
 *
 * @param address read from a literal; no name is looked up
 */
record SenderAddress(InetAddress address) {
    /** @throws TroubleException if it is no address */
    static SenderAddress of(String literal) {
        if (!InetAddresses.isInetAddress(literal)) {
            throw new TroubleException(
                    "--for-microsoft is an IP address such as 192.0.2.7, not '" + SafeText.oneLine(literal) + "'");
        }
        return new SenderAddress(InetAddresses.forString(literal));
    }

    /** Whether a reply names the address, not as a part of another one. */
    boolean isNamedIn(String reply) {
        for (String word : reply.split("[^0-9A-Fa-f:.]+", -1)) {
            String literal = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
            if (InetAddresses.isInetAddress(literal)
                    && InetAddresses.forString(literal).equals(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return InetAddresses.toAddrString(address);
    }
}
