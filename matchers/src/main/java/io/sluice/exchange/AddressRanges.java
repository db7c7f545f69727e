package io.sluice.exchange;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of addresses that answers fast whether an address is in it: ranges that touch or overlap are joined, and found by
 * binary search, so the cost grows with the logarithm of their number. Nothing is allocated but what
 * {@link InetAddress#getAddress()} does. An IPv4 address that is written as IPv6 ({@code ::ffff:192.0.2.1}) is IPv4, as
 * Java has it. Immutable.
 */
public final class AddressRanges {
    /** No address. */
    public static final AddressRanges NONE = of(List.of());

    /** With the sign bit turned, so that the order of integers is the order of addresses. */
    private final int[] first4;

    private final int[] last4;
    private final long[] first6High;
    private final long[] first6Low;
    private final long[] last6High;
    private final long[] last6Low;

    private AddressRanges(List<Range> ipv4, List<Range> ipv6) {
        first4 = ipv4.stream().mapToInt(range -> (int) range.first.low).toArray();
        last4 = ipv4.stream().mapToInt(range -> (int) range.last.low).toArray();
        first6High = ipv6.stream().mapToLong(range -> range.first.high).toArray();
        first6Low = ipv6.stream().mapToLong(range -> range.first.low).toArray();
        last6High = ipv6.stream().mapToLong(range -> range.last.high).toArray();
        last6Low = ipv6.stream().mapToLong(range -> range.last.low).toArray();
    }

    /** The addresses of all these ranges. */
    public static AddressRanges of(Collection<Cidr> ranges) {
        return new AddressRanges(
                joined(ranges.stream().filter(Cidr::isIpv4).toList()),
                joined(ranges.stream().filter(range -> !range.isIpv4()).toList()));
    }

    /** Whether the address is in one of the ranges. */
    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4 ? contains4(word(bytes)) : contains6(high(bytes), low(bytes));
    }

    /** How many IPv4 addresses it has. */
    public long ipv4Addresses() {
        long sum = 0;
        for (int i = 0; i < first4.length; i++) {
            sum += (long) last4[i] - first4[i] + 1;
        }
        return sum;
    }

    /** How many networks of 64 bits it touches, as a floating point number: all there are would not fit a long. */
    public double ipv6Networks() {
        double sum = 0;
        for (int i = 0; i < first6High.length; i++) {
            long unsigned = last6High[i] - first6High[i];
            sum += (unsigned < 0 ? unsigned + 0x1p64 : unsigned) + 1;
        }
        return sum;
    }

    /** How many ranges are left after joining. */
    public int size() {
        return first4.length + first6High.length;
    }

    private boolean contains4(int address) {
        int found = Arrays.binarySearch(first4, address);
        int at = found >= 0 ? found : -found - 2;
        return at >= 0 && address <= last4[at];
    }

    private boolean contains6(long high, long low) {
        int from = 0;
        int to = first6High.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (isBefore(high, low, first6High[middle], first6Low[middle])) {
                to = middle - 1;
            } else if (isBefore(last6High[middle], last6Low[middle], high, low)) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
        return high < otherHigh || (high == otherHigh && low < otherLow);
    }

    private static List<Range> joined(List<Cidr> ranges) {
        List<Range> joined = new ArrayList<>();
        for (Range next : ranges.stream()
                .map(range -> new Range(Point.of(range.network()), Point.of(range.last())))
                .sorted(Comparator.comparing(Range::first))
                .toList()) {
            Range before = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (before != null && before.last.compareTo(next.first) >= 0) {
                Point last = before.last.compareTo(next.last) >= 0 ? before.last : next.last;
                joined.set(joined.size() - 1, new Range(before.first, last));
            } else {
                joined.add(next);
            }
        }
        return joined;
    }

    private static int word(byte[] bytes) {
        return ((bytes[0] & 0xff) << 24 | (bytes[1] & 0xff) << 16 | (bytes[2] & 0xff) << 8 | (bytes[3] & 0xff))
                ^ Integer.MIN_VALUE;
    }

    private static long high(byte[] bytes) {
        return eight(bytes, 0);
    }

    private static long low(byte[] bytes) {
        return eight(bytes, 8);
    }

    private static long eight(byte[] bytes, int offset) {
        long value = 0;
        for (int i = offset; i < offset + 8; i++) {
            value = value << 8 | (bytes[i] & 0xff);
        }
        return value ^ Long.MIN_VALUE;
    }

    private record Range(Point first, Point last) {}

    private record Point(long high, long low) implements Comparable<Point> {
        static Point of(InetAddress address) {
            byte[] bytes = address.getAddress();
            return bytes.length == 4
                    ? new Point(0, word(bytes))
                    : new Point(AddressRanges.high(bytes), AddressRanges.low(bytes));
        }

        @Override
        public int compareTo(Point other) {
            int byHigh = Long.compare(high, other.high);
            return byHigh != 0 ? byHigh : Long.compare(low, other.low);
        }
    }
}
