package io.sluice.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.exchange.Cidr;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import java.io.StringReader;
import java.util.List;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.io.FileHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerCheckTest {
    private static final String DNSRBL = "org.apache.james.smtpserver.fastfail.DNSRBLHandler";
    private static final String CORE = "<handler class=\"org.apache.james.smtpserver.CoreCmdHandlerLoader\"/>";

    private static List<SmtpListener> listeners(String inside) {
        try {
            XMLConfiguration xml = new XMLConfiguration();
            new FileHandler(xml).load(new StringReader("<smtpservers>" + inside + "</smtpservers>"));
            return SmtpListener.of(xml);
        } catch (org.apache.commons.configuration2.ex.ConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static SmtpListener listener(String inside) {
        return listeners("<smtpserver enabled=\"true\"><bind>0.0.0.0:25</bind>" + inside + "</smtpserver>")
                .get(0);
    }

    private static List<Finding> handlers(String handlers) {
        return ListenerCheck.handlers(listener("<handlerchain>" + handlers + "</handlerchain>"), "it is a test");
    }

    private static List<Finding> limits(String inside) {
        return ListenerCheck.limits(listener(inside), List.of(Cidr.parse("40.92.0.0/15")));
    }

    @Test
    void readsEachListenerThatIsEnabled() {
        List<SmtpListener> found = listeners("<smtpserver enabled=\"false\"><bind>0.0.0.0:26</bind></smtpserver>"
                + "<smtpserver><bind>0.0.0.0:465</bind><tls socketTLS=\"true\"/></smtpserver><smtpserver/>");

        assertThat(found).extracting(SmtpListener::bind).containsExactly("0.0.0.0:465", "0.0.0.0:25");
        assertThat(ListenerCheck.exchangers(found))
                .extracting(SmtpListener::bind)
                .containsExactly("0.0.0.0:25");
    }

    @Test
    void noLimitsPass() {
        assertThat(limits("").get(0).status()).isEqualTo(FindingStatus.PASS);
        assertThat(limits("<connectionLimit>1000</connectionLimit><connectiontimeout>360</connectiontimeout>")
                        .get(0)
                        .status())
                .isEqualTo(FindingStatus.PASS);
    }

    @ParameterizedTest
    @CsvSource({
        "connectionLimitPerIP, 19, 20 connections to one domain",
        "connectionLimit, 99, connectionLimit is 99",
        "connectiontimeout, 60, 300 s between commands",
    })
    void tightLimitsAreBetterChanged(String element, String value, String told) {
        Finding finding =
                limits("<" + element + ">" + value + "</" + element + ">").get(0);

        assertThat(finding.status()).isEqualTo(FindingStatus.WARN);
        assertThat(finding.what())
                .contains(told)
                .contains("How many connections Exchange Online opens is not published");
    }

    @Test
    void relayingForExchangeOnlineFails() {
        assertThat(limits("<authorizedAddresses>127.0.0.0/8, 40.92.0.0/16</authorizedAddresses>")
                        .get(1))
                .satisfies(finding -> {
                    assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
                    assertThat(finding.what()).contains("40.92.0.0/16").doesNotContain("127.0.0.0/8");
                });
        assertThat(limits("<authorizedAddresses>127.0.0.0/8, mail.example.org</authorizedAddresses>")
                        .get(1)
                        .status())
                .isEqualTo(FindingStatus.PASS);
    }

    @Test
    void handlersThatTreatEverybodyAlikePass() {
        assertThat(handlers("<handler class=\"org.apache.james.smtpserver.fastfail.ValidRcptHandler\"/>" + CORE))
                .singleElement()
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(FindingStatus.PASS));
    }

    @Test
    void greylistingFailsUnlessItIsWrapped() {
        String greylist = "class=\"org.apache.james.smtpserver.fastfail.JDBCGreylistHandler\"/>";

        assertThat(handlers("<handler " + greylist)).singleElement().satisfies(finding -> {
            assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
            assertThat(finding.subject()).isEqualTo("JDBCGreylistHandler at 0.0.0.0:25");
            assertThat(finding.what()).contains("Not run: it is a test");
            assertThat(finding.change())
                    .hasValueSatisfying(change -> assertThat(change).contains("BypassForExchangeOnline"));
        });
        assertThat(handlers(
                        "<handler class=\"io.sluice.smtp.BypassForExchangeOnline\"><hook " + greylist + "</handler>"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(FindingStatus.PASS));
    }

    @Test
    void whatLooksAtTheClientIsBetterWrappedAndWhatIsNotKnownIsUnknown() {
        assertThat(handlers("<handler class=\"" + DNSRBL + "\"/><handler class=\"com.example.Strict\"/>"))
                .extracting(Finding::status)
                .containsExactly(FindingStatus.WARN, FindingStatus.UNKNOWN);
    }
}
