package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.microsoft.AddressRecords.Family;
import io.sluice.microsoft.AddressRecords.Result;
import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.net.InetAddress;
import java.time.Duration;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;

/** James's own DNS service over records in memory: what it really answers is what is built upon. */
@ResourceLock("dnsjava defaults")
class RealJamesDnsTest {
    private final ZoneResolver zone = new ZoneResolver();
    private final ManualClock clock = new ManualClock();
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Resolver resolverBefore = Lookup.getDefaultResolver();
    private final Cache cacheBefore = Lookup.getDefaultCache(DClass.IN);
    private final java.util.List<Name> searchPathBefore = Lookup.getDefaultSearchPath();

    private MxDirectory directory;
    private AddressLookup addresses;

    /** As James makes it, but for the network. */
    private static final class Dns extends DNSJavaService {
        Dns(RecordingMetricFactory metrics, Resolver zone) throws Exception {
            super(metrics);
            BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
            configuration.addProperty("autodiscover", false);
            configuration.addProperty("servers.server", "127.0.0.1");
            configure(configuration);
            init();
            resolver = zone;
            Lookup.setDefaultResolver(zone);
        }
    }

    @BeforeEach
    void start() throws Exception {
        Dns dns = new Dns(metrics, zone);
        directory = new MxDirectory(
                dns,
                new DnsjavaAddressRecords(),
                new DnsjavaMxRecordCache(),
                MicrosoftSettings.standard(),
                metrics,
                clock);
        addresses = new AddressLookup(dns, new DnsjavaAddressRecords());
    }

    @AfterEach
    void restore() {
        Lookup.setDefaultResolver(resolverBefore);
        Lookup.setDefaultCache(cacheBefore, DClass.IN);
        Lookup.setDefaultSearchPath(searchPathBefore);
    }

    @Test
    void ordersHostsByPreference() throws Exception {
        zone.with("contoso.com. 300 MX 20 backup.example.")
                .with("contoso.com. 300 MX 5 contoso-com.mail.protection.outlook.com.");

        MxAnswer answer = directory.lookup("contoso.com");

        assertThat(answer.microsoft()).contains(Service.BUSINESS);
        assertThat(((MxAnswer.Hosted) answer).hosts())
                .containsExactly("contoso-com.mail.protection.outlook.com", "backup.example");
    }

    @Test
    void honoursTheTimeToLive() throws Exception {
        zone.with("contoso.com. 300 MX 5 contoso-com.mail.protection.outlook.com.");
        directory.lookup("contoso.com");

        assertThat(new DnsjavaMxRecordCache().timeToLive("contoso.com")).contains(Duration.ofMinutes(5));
        clock.pass(Duration.ofMinutes(5).minusSeconds(1));
        directory.lookup("contoso.com");
        assertThat(metrics.countFor(MxDirectory.LOOKUPS)).isEqualTo(1);
    }

    @Test
    void doesNotKnowTheTimeToLiveOfAnAlias() throws Exception {
        zone.with("www.contoso.com. 300 CNAME contoso.com.").with("contoso.com. 300 MX 5 mx.example.");

        assertThat(directory.lookup("www.contoso.com")).isInstanceOf(MxAnswer.Hosted.class);
        assertThat(new DnsjavaMxRecordCache().timeToLive("www.contoso.com")).isEmpty();
    }

    @Test
    void forgetsInJamesToo() throws Exception {
        zone.with("contoso.com. 3000 MX 5 old.example.");
        directory.lookup("contoso.com");
        clock.pass(Duration.ofMinutes(1));
        int before = zone.queries.get();

        directory.forget("contoso.com");
        directory.lookup("contoso.com");

        assertThat(zone.queries).hasValueGreaterThan(before);
    }

    @Test
    void knowsANullMx() throws Exception {
        zone.with("silent.example. 300 MX 0 .");

        assertThat(kind("silent.example")).isEqualTo(NoReply.Kind.NULL_MX);
    }

    @Test
    void takesTheAddressOfADomainWithoutMx() throws Exception {
        zone.with("plain.example. 300 A 192.0.2.1");

        assertThat(((MxAnswer.Hosted) directory.lookup("plain.example")).hosts())
                .containsExactly("plain.example");
    }

    @Test
    void waitsForADomainWithIpv6Only() throws Exception {
        zone.with("six.example. 300 AAAA 2001:db8::1");

        assertThat(kind("six.example")).isEqualTo(NoReply.Kind.IPV6_ONLY);
    }

    @Test
    void knowsADomainThatDoesNotExist() {
        assertThat(kind("missing.example")).isEqualTo(NoReply.Kind.NO_SUCH_DOMAIN);
    }

    @Test
    void knowsAFailure() throws Exception {
        zone.failing("broken.example.");

        assertThat(directory.lookup("broken.example")).isInstanceOf(MxAnswer.Failed.class);
    }

    @Test
    void findsAddressesOfBothFamilies() throws Exception {
        zone.with("mx.example. 300 A 192.0.2.1").with("mx.example. 300 AAAA 2001:db8::1");

        assertThat(addresses.lookup("MX.example.")).isInstanceOfSatisfying(AddressAnswer.Found.class, found -> {
            assertThat(found.host()).isEqualTo("mx.example");
            assertThat(found.ipv4()).extracting(InetAddress::getHostAddress).containsExactly("192.0.2.1");
            assertThat(found.ipv6()).extracting(InetAddress::getHostAddress).containsExactly("2001:db8:0:0:0:0:0:1");
            assertThat(found.complete()).isTrue();
            assertThat(found.isIpv6Only()).isFalse();
        });
    }

    @Test
    void tellsAHostWithoutAddressFromAFailure() throws Exception {
        zone.with("mx.example. 300 TXT nothing").failing("broken.example.");

        assertThat(addresses.lookup("mx.example")).isInstanceOf(AddressAnswer.None.class);
        assertThat(addresses.lookup("missing.example")).isInstanceOf(AddressAnswer.None.class);
        assertThat(addresses.lookup("broken.example")).isInstanceOf(AddressAnswer.Failed.class);
    }

    @Test
    void tellsAMissingNameFromAMissingRecord() throws Exception {
        zone.with("mx.example. 300 A 192.0.2.1");
        DnsjavaAddressRecords records = new DnsjavaAddressRecords();

        assertThat(records.lookup("mx.example", Family.IPV6)).isEqualTo(new Result.None(true));
        assertThat(records.lookup("missing.example", Family.IPV6)).isEqualTo(new Result.None(false));
    }

    private NoReply.Kind kind(String domain) {
        return ((MxAnswer.NoMail) directory.lookup(domain)).kind();
    }
}
