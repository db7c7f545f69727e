package io.sluice.exchange;

import com.google.common.net.InetAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * A range of addresses that share a prefix (RFC 4632 section 3.1, RFC 4291 section 2.3). Immutable.
 *
 * @param network its first address
 * @param length how many leading bits are the prefix: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress network, int length) {
    private static final int LONGEST_TEXT = 64;

    /** @throws IllegalArgumentException if the length does not fit the family, or bits behind the prefix are set */
    public Cidr {
        byte[] bytes = network.getAddress();
        if (length < 0 || length > bytes.length * 8) {
            throw new IllegalArgumentException("no prefix length of that address");
        }
        if (!Arrays.equals(bytes, filled(bytes, length, false))) {
            throw new IllegalArgumentException("bits behind the prefix are set");
        }
    }

    /**
     * Reads {@code 40.92.0.0/15} or {@code 2a01:111:f400::/48}; without a slash it is the one address. Never asks the DNS.
     *
     * @throws IllegalArgumentException if the text is no range
     */
    public static Cidr parse(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("too long for a range of addresses");
        }
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        if (!InetAddresses.isInetAddress(address) || address.indexOf('%') >= 0) {
            throw new IllegalArgumentException("no range of addresses");
        }
        InetAddress network = InetAddresses.forString(address);
        return new Cidr(network, slash < 0 ? network.getAddress().length * 8 : length(text.substring(slash + 1)));
    }

    /**
     * As {@link #parse}, but bits behind the prefix may be set: the network that the address is in.
     *
     * @throws IllegalArgumentException if the text is no range otherwise
     */
    public static Cidr around(String text) {
        int slash = text.indexOf('/');
        Cidr address = parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return address;
        }
        int length = length(text.substring(slash + 1));
        try {
            return new Cidr(InetAddress.getByAddress(filled(address.network.getAddress(), length, false)), length);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The length is that of an address", e);
        }
    }

    private static int length(String digits) {
        boolean number = !digits.isEmpty()
                && digits.length() <= 3
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.length() == 1 || digits.charAt(0) != '0');
        if (!number) {
            throw new IllegalArgumentException("no prefix length");
        }
        return Integer.parseInt(digits);
    }

    /** Whether these are IPv4 addresses. */
    public boolean isIpv4() {
        return network.getAddress().length == 4;
    }

    /** Its last address. */
    public InetAddress last() {
        try {
            return InetAddress.getByAddress(filled(network.getAddress(), length, true));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("The length is that of an address", e);
        }
    }

    /** Whether the two have an address in common. */
    public boolean overlaps(Cidr other) {
        byte[] mine = network.getAddress();
        byte[] others = other.network.getAddress();
        int common = Math.min(length, other.length);
        return mine.length == others.length
                && Arrays.equals(filled(mine, common, false), filled(others, common, false));
    }

    /** As it is written. */
    @Override
    public String toString() {
        return InetAddresses.toAddrString(network) + "/" + length;
    }

    private static byte[] filled(byte[] address, int length, boolean ones) {
        byte[] filled = address.clone();
        for (int bit = length; bit < filled.length * 8; bit++) {
            int mask = 0x80 >> (bit % 8);
            filled[bit / 8] = (byte) (ones ? filled[bit / 8] | mask : filled[bit / 8] & ~mask);
        }
        return filled;
    }
}
