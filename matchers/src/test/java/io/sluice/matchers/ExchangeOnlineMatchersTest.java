package io.sluice.matchers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.net.InetAddress;
import java.util.Map;
import javax.mail.MessagingException;
import org.apache.james.core.builder.MimeMessageBuilder;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;
import org.apache.mailet.base.test.FakeMatcherConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangeOnlineMatchersTest {
    private static final String CONFIRMED = "40.107.0.1";
    private static final String UNCONFIRMED = "40.107.0.2";
    private static final String MISNAMED = "40.107.0.3";
    private static final String OUTSIDE = "192.0.2.7";
    private static final Map<InetAddress, Standing> STANDINGS = Map.of(
            InetAddresses.forString(CONFIRMED), Standing.CONFIRMED,
            InetAddresses.forString(UNCONFIRMED), Standing.UNCONFIRMED,
            InetAddresses.forString(MISNAMED), Standing.MISNAMED,
            InetAddresses.forString(OUTSIDE), Standing.OUTSIDE);
    private static final String ID = "686ea1d3-bc2b-4c6f-a92c-d99c5c301635";

    private final ExchangeOnlineClients clients = new ExchangeOnlineClients() {
        @Override
        public Standing standing(InetAddress address) {
            return STANDINGS.get(address);
        }

        @Override
        public boolean hasAddress(InetAddress address) {
            return standing(address).hasAddress();
        }
    };

    @ParameterizedTest
    @EnumSource
    void sentByExchangeOnlineMatchesAConfirmedClientOnly(Standing standing) throws MessagingException {
        assertThat(sentBy("").match(mail(addressOf(standing))).isEmpty()).isEqualTo(standing != Standing.CONFIRMED);
    }

    @ParameterizedTest
    @EnumSource
    void byItsAddressItMatchesEveryPublishedAddress(Standing standing) throws MessagingException {
        assertThat(sentBy("address").match(mail(addressOf(standing))).isEmpty())
                .isEqualTo(standing == Standing.OUTSIDE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "mail.outbound.protection.outlook.com", "40.107.0.1.evil"})
    void whatIsNoAddressDoesNotMatch(String remote) throws MessagingException {
        assertThat(sentBy("").match(mail(remote))).isEmpty();
    }

    @Test
    void sentByExchangeOnlineKnowsNoOtherCondition() {
        assertThatThrownBy(() -> sentBy("addresses"))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("SentByExchangeOnline")
                .hasMessageContaining("addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {ID, "686EA1D3-BC2B-4C6F-A92C-D99C5C301635", "nxp.com", "NXP.com", "fabrikam.com, nxp.com"})
    void aTenantMatchesByItsIdOrDomain(String condition) throws MessagingException {
        assertThat(tenant(condition).match(fromTenant(CONFIRMED))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00000000-bc2b-4c6f-a92c-d99c5c301635", "evil.nxp.com", "com.nxp", "nxp.com.evil"})
    void anotherTenantDoesNot(String condition) throws MessagingException {
        assertThat(tenant(condition).match(fromTenant(CONFIRMED))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {UNCONFIRMED, MISNAMED, OUTSIDE})
    void headersFromAnybodyElseAreNotBelieved(String client) throws MessagingException {
        assertThat(tenant(ID).match(fromTenant(client))).isEmpty();
    }

    @Test
    void aHeaderThatIsThereTwiceIsNotBelieved() throws MessagingException {
        Mail mail = fromTenant(CONFIRMED);
        mail.getMessage().addHeader("X-MS-Exchange-CrossTenant-Id", ID);

        assertThat(tenant(ID).match(mail)).isEmpty();
    }

    @Test
    void aTenantIdInTheHeaderForDomainsIsNone() throws MessagingException {
        Mail mail = mail(CONFIRMED);
        mail.getMessage().addHeader("X-OriginatorOrg", ID);

        assertThat(tenant(ID).match(mail)).isEmpty();
    }

    @Test
    void mailWithoutTheHeadersDoesNotMatch() throws MessagingException {
        assertThat(tenant(ID).match(mail(CONFIRMED))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "contoso",
                "contoso.com,",
                "contoso .com",
                ".",
                "contoso..com",
                "686ea1d3-bc2b-4c6f-a92c-d99c5c30163g"
            })
    void whatCanBeNoTenantStopsTheStart(String condition) {
        assertThatThrownBy(() -> tenant(condition))
                .isInstanceOf(MessagingException.class)
                .hasMessageContaining("FromExchangeOnlineTenant");
    }

    private SentByExchangeOnline sentBy(String condition) throws MessagingException {
        SentByExchangeOnline matcher = new SentByExchangeOnline(clients);
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("SentByExchangeOnline")
                .condition(condition)
                .build());
        return matcher;
    }

    private FromExchangeOnlineTenant tenant(String condition) throws MessagingException {
        FromExchangeOnlineTenant matcher = new FromExchangeOnlineTenant(clients);
        matcher.init(FakeMatcherConfig.builder()
                .matcherName("FromExchangeOnlineTenant")
                .condition(condition)
                .build());
        return matcher;
    }

    private static Mail fromTenant(String client) throws MessagingException {
        Mail mail = mail(client);
        mail.getMessage().addHeader("X-MS-Exchange-CrossTenant-Id", ID);
        mail.getMessage().addHeader("X-OriginatorOrg", "nxp.com");
        return mail;
    }

    private static Mail mail(String client) throws MessagingException {
        return FakeMail.builder()
                .name("mail")
                .sender("ann@nxp.com")
                .recipient("bob@example.org")
                .remoteAddr(client)
                .mimeMessage(MimeMessageBuilder.mimeMessageBuilder().setText("Hello"))
                .build();
    }

    private static String addressOf(Standing standing) {
        return InetAddresses.toAddrString(STANDINGS.entrySet().stream()
                .filter(entry -> entry.getValue() == standing)
                .findFirst()
                .orElseThrow()
                .getKey());
    }
}
