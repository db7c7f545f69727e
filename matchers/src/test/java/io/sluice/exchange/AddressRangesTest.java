package io.sluice.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class AddressRangesTest {
    @Property(tries = 2000)
    void containsWhatAComparisonOfEachRangesBitsFinds(
            @ForAll("ranges") List<Cidr> list, @ForAll("addresses") List<InetAddress> others) {
        AddressRanges ranges = AddressRanges.of(list);

        Stream<InetAddress> edges = list.stream().flatMap(AddressRangesTest::aroundTheEdges);
        assertThat(Stream.concat(edges, others.stream())).allSatisfy(address -> assertThat(ranges.contains(address))
                .as(address.toString())
                .isEqualTo(naive(list, address)));
    }

    @Property(tries = 300)
    void countsEachIpv4AddressOnce(@ForAll("narrow") List<Cidr> list) {
        long counted = list.stream().flatMap(AddressRangesTest::all).distinct().count();

        assertThat(AddressRanges.of(list).ipv4Addresses()).isEqualTo(counted);
    }

    @Example
    void countsNetworksOfIpv6() {
        AddressRanges ranges = AddressRanges.of(
                List.of(Cidr.parse("2001:db8::/48"), Cidr.parse("2001:db8:0:1::/64"), Cidr.parse("2001:db8:1::1/128")));

        assertThat(ranges.ipv6Networks()).isEqualTo(65536 + 1);
        assertThat(ranges.ipv4Addresses()).isZero();
    }

    @Example
    void takesAnIpv4AddressInTheDressOfIpv6ForIpv4() throws UnknownHostException {
        AddressRanges ranges = AddressRanges.of(List.of(Cidr.parse("192.0.2.0/24")));

        assertThat(ranges.contains(InetAddress.getByName("::ffff:192.0.2.7"))).isTrue();
    }

    @Example
    void hasNoAddressWithoutRanges() {
        assertThat(AddressRanges.NONE.contains(InetAddresses.forString("0.0.0.0")))
                .isFalse();
        assertThat(AddressRanges.NONE.contains(InetAddresses.forString("::"))).isFalse();
    }

    @Provide
    Arbitrary<List<Cidr>> ranges() {
        return addressBytes().flatMap(AddressRangesTest::rangeAt).list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<List<Cidr>> narrow() {
        Arbitrary<byte[]> near =
                Arbitraries.bytes().array(byte[].class).ofSize(2).map(b -> new byte[] {10, 0, (byte) (b[0] & 1), b[1]});
        return Combinators.combine(near, Arbitraries.integers().between(24, 32))
                .as(AddressRangesTest::range)
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<InetAddress>> addresses() {
        return addressBytes().map(AddressRangesTest::address).list().ofMaxSize(20);
    }

    /** Many with the same beginning, so that ranges touch and overlap. */
    private static Arbitrary<byte[]> addressBytes() {
        Arbitrary<Byte> few = Arbitraries.of((byte) 0, (byte) 1, (byte) 0x7f, (byte) 0x80, (byte) 0xff);
        Arbitrary<Byte> any = Arbitraries.oneOf(few, Arbitraries.bytes());
        return Arbitraries.of(4, 16)
                .flatMap(size -> any.array(Byte[].class).ofSize(size))
                .map(boxed -> {
                    byte[] bytes = new byte[boxed.length];
                    for (int i = 0; i < bytes.length; i++) {
                        bytes[i] = boxed[i];
                    }
                    return bytes;
                });
    }

    private static Arbitrary<Cidr> rangeAt(byte[] bytes) {
        int bits = address(bytes).getAddress().length * 8;
        return Arbitraries.integers().between(0, bits).map(length -> range(bytes, length));
    }

    private static Cidr range(byte[] bytes, int length) {
        byte[] network = address(bytes).getAddress();
        for (int bit = length; bit < network.length * 8; bit++) {
            network[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        return new Cidr(address(network), length);
    }

    private static boolean naive(List<Cidr> list, InetAddress address) {
        byte[] bytes = address.getAddress();
        return list.stream().anyMatch(range -> {
            byte[] network = range.network().getAddress();
            if (network.length != bytes.length) {
                return false;
            }
            int rest = bytes.length * 8 - range.length();
            return new BigInteger(1, bytes).shiftRight(rest).equals(new BigInteger(1, network).shiftRight(rest));
        });
    }

    private static Stream<InetAddress> aroundTheEdges(Cidr range) {
        return Stream.of(range.network(), range.last())
                .flatMap(edge -> Stream.of(-1, 0, 1).map(step -> step(edge, step)));
    }

    private static InetAddress step(InetAddress from, int step) {
        int size = from.getAddress().length;
        BigInteger all = BigInteger.ONE.shiftLeft(size * 8);
        byte[] stepped = new BigInteger(1, from.getAddress())
                .add(BigInteger.valueOf(step))
                .mod(all)
                .toByteArray();
        byte[] bytes = new byte[size];
        for (int i = 0; i < Math.min(size, stepped.length); i++) {
            bytes[size - 1 - i] = stepped[stepped.length - 1 - i];
        }
        return address(bytes);
    }

    private static Stream<String> all(Cidr range) {
        InetAddress at = range.network();
        Stream.Builder<String> all = Stream.builder();
        while (true) {
            all.add(Arrays.toString(at.getAddress()));
            if (at.equals(range.last())) {
                return all.build();
            }
            at = step(at, 1);
        }
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
