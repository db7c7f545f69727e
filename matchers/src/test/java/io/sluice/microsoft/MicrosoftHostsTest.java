package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.reply.Service;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MicrosoftHostsTest {
    private final MicrosoftHosts hosts = MicrosoftHosts.standard();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hotmail-com.olc.protection.outlook.com",
                "eur.olc.protection.outlook.com",
                "802679870.pamx1.hotmail.com",
                "mx1.hotmail.com",
                "mx4.hotmail.com"
            })
    void knowsTheConsumerService(String host) {
        assertThat(hosts.serviceOf(host)).contains(Service.CONSUMER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "contoso-com.mail.protection.outlook.com",
                "contoso-com.a-v1.mx.microsoft",
                "contoso.mail.eo.outlook.com",
                "contoso-us.mail.protection.office365.us",
                "contoso-cn.mail.protection.partner.outlook.cn"
            })
    void knowsTheBusinessService(String host) {
        assertThat(hosts.serviceOf(host)).contains(Service.BUSINESS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"smtp.office365.com", "smtp-mail.outlook.com", "smtp.live.com", "lhr.outlook.office365.com"})
    void knowsTheSubmissionService(String host) {
        assertThat(hosts.serviceOf(host)).contains(Service.SUBMISSION);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil-mail.protection.outlook.com.example",
                "evil-mail.protection.outlook.com",
                "xolc.protection.outlook.com",
                "mail.protection.outlook.com.example",
                "mail-am5eur020036.inbound.protection.outlook.com",
                "protection.outlook.com",
                "outlook.com",
                "microsoft",
                "mx.example",
                "mx5.hotmail.com",
                "1.2.3.4",
                "",
                ".",
                ".mail.protection.outlook.com",
                "a..mail.protection.outlook.com"
            })
    void knowsNoOther(String host) {
        assertThat(hosts.serviceOf(host)).isEmpty();
    }

    @Property
    void ignoresCaseAndTrailingDotBelowASuffix(@ForAll("labels") String label, @ForAll boolean dot) {
        String host = label + ".Mail.Protection.OUTLOOK.com" + (dot ? "." : "");

        assertThat(hosts.serviceOf(host)).contains(Service.BUSINESS);
        assertThat(hosts.serviceOf(host.toUpperCase(Locale.ROOT))).contains(Service.BUSINESS);
    }

    @Property
    void matchesOnLabelBoundariesOnly(@ForAll("labels") String label) {
        assertThat(hosts.serviceOf(label + "mail.protection.outlook.com")).isEmpty();
        assertThat(hosts.serviceOf("mail.protection.outlook.com" + label)).isEmpty();
        assertThat(hosts.serviceOf("mail.protection.outlook.com." + label)).isEmpty();
    }

    @Property
    void takesAnyText(@ForAll String text) {
        assertThat(hosts.serviceOf(text)).isEmpty();
        assertThat(hosts.isConsumerDomain(text)).isFalse();
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.strings()
                .withCharRange('a', 'z')
                .numeric()
                .ofMinLength(1)
                .ofMaxLength(20);
    }

    @Test
    void theMostPreferredHostDecides() {
        String microsoft = "contoso-com.mail.protection.outlook.com";

        assertThat(hosts.serviceOfMx(List.of(microsoft, "backup.example"))).contains(Service.BUSINESS);
        assertThat(hosts.serviceOfMx(List.of("mx1.gateway.example", microsoft))).isEmpty();
        assertThat(hosts.serviceOfMx(List.of())).isEmpty();
    }

    @Test
    void aSubmissionHostTakesNoDomainsMail() {
        assertThat(hosts.serviceOfMx(List.of("smtp.office365.com"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hotmail.com", "Hotmail.CO.UK", "live.se", "outlook.com.", "msn.com", "windowslive.com"})
    void knowsConsumerDomains(String domain) {
        assertThat(hosts.isConsumerDomain(domain)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.com", "nothotmail.com", "hotmail.com.example", "sub.hotmail.com", ""})
    void knowsNoOtherConsumerDomains(String domain) {
        assertThat(hosts.isConsumerDomain(domain)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mx.tenants.example", ".mx.tenants.example", "*.mx.tenants.example", "MX.Tenants.Example."})
    void learnsFurtherSuffixes(String suffix) {
        MicrosoftHosts extended = hosts.withSuffixes(Service.BUSINESS, List.of(suffix));

        assertThat(extended.serviceOf("contoso.mx.tenants.example")).contains(Service.BUSINESS);
        assertThat(extended.serviceOf("x.mail.protection.outlook.com")).contains(Service.BUSINESS);
        assertThat(hosts.serviceOf("contoso.mx.tenants.example")).isEmpty();
    }

    @Test
    void theLongestSuffixDecides() {
        MicrosoftHosts extended = hosts.withSuffixes(Service.CONSUMER, List.of("c.mail.protection.outlook.com"));

        assertThat(extended.serviceOf("a.c.mail.protection.outlook.com")).contains(Service.CONSUMER);
        assertThat(extended.serviceOf("a.d.mail.protection.outlook.com")).contains(Service.BUSINESS);
    }

    @Test
    void refusesASuffixOfAnotherService() {
        assertThatThrownBy(() -> hosts.withSuffixes(Service.CONSUMER, List.of("mx.microsoft")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"mx.microsoft\"")
                .hasMessageContaining("business");
    }

    @ParameterizedTest
    @ValueSource(strings = {"com", "", "*", "a b.example", "*.*.example", "ex\nample.com"})
    void refusesASuffixThatIsNoHostName(String suffix) {
        assertThatThrownBy(() -> hosts.withSuffixes(Service.BUSINESS, List.of(suffix)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least two labels")
                .hasMessageNotContaining("\n");
    }

    @Test
    void learnsFurtherConsumerDomains() {
        MicrosoftHosts extended = hosts.withConsumerDomains(List.of("outlook.example"));

        assertThat(extended.isConsumerDomain("outlook.example")).isTrue();
        assertThat(extended.isConsumerDomain("hotmail.com")).isTrue();
    }
}
