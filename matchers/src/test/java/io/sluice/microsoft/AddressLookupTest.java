package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.microsoft.AddressRecords.Family;
import io.sluice.microsoft.AddressRecords.Result;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AddressLookupTest {
    private final FakeDns dns = new FakeDns();
    private final AddressLookup lookup = new AddressLookup(dns, dns);

    @Test
    void recognisesAHostWithIpv6Only() throws Exception {
        dns.address("six.example", Family.IPV6, new Result.Found(List.of(InetAddress.getByName("2001:db8::1"))));

        assertThat(found("six.example").isIpv6Only()).isTrue();
    }

    @Test
    void doesNotCallAHostIpv6OnlyWhenIpv4CouldNotBeLookedUp() throws Exception {
        dns.address("half.example", Family.IPV4, new Result.Failed("SERVFAIL"))
                .address("half.example", Family.IPV6, new Result.Found(List.of(InetAddress.getByName("2001:db8::1"))));

        assertThat(found("half.example").complete()).isFalse();
        assertThat(found("half.example").isIpv6Only()).isFalse();
    }

    @Test
    void deliversOverIpv4WhenIpv6CouldNotBeLookedUp() throws Exception {
        dns.address("half.example", Family.IPV4, new Result.Found(List.of(InetAddress.getByName("192.0.2.1"))))
                .address("half.example", Family.IPV6, new Result.Failed("SERVFAIL"));

        assertThat(found("half.example").ipv4()).hasSize(1);
    }

    @Test
    void failsWhenTheDnsIsDown() {
        dns.down();

        assertThat(lookup.lookup("mx.example"))
                .isEqualTo(
                        new AddressAnswer.Failed("mx.example", "Addresses of mx.example could not be looked up: down"));
    }

    @Test
    void boundsTheNumberOfAddresses() throws Exception {
        List<InetAddress> many = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            many.add(ipv4(i));
        }
        dns.address("many.example", Family.IPV4, new Result.Found(many));

        assertThat(found("many.example").ipv4()).hasSize(32);
    }

    @Test
    void refusesWhatIsNoHostName() {
        assertThat(lookup.lookup("a\r\nb"))
                .isEqualTo(new AddressAnswer.None("\"a??b\"", "\"a??b\" is no possible host name"));
    }

    private AddressAnswer.Found found(String host) {
        return (AddressAnswer.Found) lookup.lookup(host);
    }

    private static InetAddress ipv4(int number) throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
