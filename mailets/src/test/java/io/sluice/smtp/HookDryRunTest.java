package io.sluice.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.ReverseRecords;
import io.sluice.exchange.Standing;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingStatus;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.PostmasterAbuseRcptHook;
import org.apache.james.protocols.smtp.core.fastfail.AbstractGreylistHandler;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HookDryRunTest {
    private static final Cidr ONE = Cidr.parse("192.0.2.0/28");
    private static final Cidr OTHER = Cidr.parse("2001:db8::/48");
    private static final String NAME = "mail-a.outbound.protection.outlook.com";

    /** The second address that is tried of the first range has a name; nothing else has. */
    private static final ExchangeOnlineClients CLIENTS = new ExchangeOnlineClients() {
        @Override
        public Standing standing(InetAddress address) {
            return address.getHostAddress().equals("192.0.2.3") ? Standing.CONFIRMED : Standing.MISNAMED;
        }

        @Override
        public boolean hasAddress(InetAddress address) {
            return true;
        }
    };

    private static final ReverseRecords NAMES = address -> Optional.of(List.of(NAME + "."));

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();

    private List<Finding> run(boolean unknown, ProtocolHandler... handlers) throws Exception {
        return new HookDryRun(CLIENTS, NAMES, InstantSource.system())
                .run(
                        List.of(handlers),
                        new HookDryRun.Order(
                                "0.0.0.0:25", new MailAddress("postmaster@example.org"), List.of(ONE, OTHER), unknown));
    }

    private Finding runOne(ProtocolHandler handler) throws Exception {
        List<Finding> findings = run(true, handler);
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    private static HookResult deferral() {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode("451")
                .smtpDescription("4.7.1 Not yet")
                .build();
    }

    @Test
    void aHandlerThatDefersAtRcptFails() throws Exception {
        RcptHook defers = new Rcpt();

        Finding finding = runOne(defers);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.subject()).endsWith("Rcpt at 0.0.0.0:25");
        assertThat(finding.what()).isEqualTo("It answers 451 4.7.1 Not yet to a client at 192.0.2.3, 2001:db8::1.");
        assertThat(finding.lookedUp())
                .containsExactly("192.0.2.3 (192.0.2.0/28, " + NAME + ")", "2001:db8::1 (2001:db8::/48)");
    }

    @Test
    void aHandlerThatDefersAtConnectionEhloOrMailFails() throws Exception {
        assertThat(runOne(new Connect()).what()).contains("421 4.7.0 Slow down");
        assertThat(runOne(new Helo()).status()).isEqualTo(FindingStatus.FAIL);
        assertThat(runOne(new Mail()).status()).isEqualTo(FindingStatus.FAIL);
    }

    @Test
    void inABypassItIsHarmlessNotAskedAndNotCounted() throws Exception {
        Rcpt defers = new Rcpt();
        BypassForExchangeOnline bypass = new BypassForExchangeOnline(CLIENTS, (name, configuration) -> defers, metrics);
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("hook[@class]", "Rcpt");
        bypass.init(configuration);

        Finding finding = run(false, bypass).get(0);

        assertThat(finding.status()).isEqualTo(FindingStatus.PASS);
        assertThat(finding.what()).startsWith("Left alone by BypassForExchangeOnline: run for a client of each of 2");
        assertThat(defers.asked).isEmpty();
        assertThat(metrics.countFor("sluice.inbound.bypassed")).isZero();
    }

    @Test
    void aHandlerThatLetsPassPasses() throws Exception {
        assertThat(runOne((Polite) (session, sender) -> HookResult.DECLINED).status())
                .isEqualTo(FindingStatus.PASS);
    }

    @Test
    void greylistingIsNotRunForItWouldRemember() throws Exception {
        Greylisting greylisting = new Greylisting();

        Finding finding = runOne(greylisting);

        assertThat(finding.status()).isEqualTo(FindingStatus.FAIL);
        assertThat(finding.what()).contains("Not run: it would remember the made-up client");
        assertThat(greylisting.asked).isEmpty();
    }

    @Test
    void whatIsNotKnownIsRunOnlyWhenTold() throws Exception {
        Rcpt stranger = new Rcpt();

        Finding finding = run(false, stranger).get(0);

        assertThat(finding.status()).isEqualTo(FindingStatus.UNKNOWN);
        assertThat(finding.what()).contains("unknownHooks=true");
        assertThat(stranger.asked).isEmpty();
    }

    @Test
    void whatJudgesMessagesIsUnknown() throws Exception {
        MessageHook judge = (session, mail) -> HookResult.DENYSOFT;

        assertThat(runOne(judge).what()).contains("no message is made");
    }

    @Test
    void whatFailsIsUnknown() throws Exception {
        Polite broken = (session, sender) -> {
            throw new IllegalStateException("broken");
        };

        assertThat(runOne(broken))
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(FindingStatus.UNKNOWN))
                .satisfies(finding -> assertThat(finding.what()).contains("broken"));
    }

    @Test
    void whatDoesNotEndIsUnknown() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Polite hangs = (session, sender) -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return HookResult.DECLINED;
        };

        assertThat(runOne(hangs).what()).contains("it took too long");
    }

    @Test
    void jamesOwnCommandsAreNotTold() throws Exception {
        assertThat(runOne(new PostmasterAbuseRcptHook()))
                .satisfies(finding -> assertThat(finding.status()).isEqualTo(FindingStatus.PASS))
                .satisfies(
                        finding -> assertThat(finding.what()).contains("No handler is known to look at who connects"));
    }

    @FunctionalInterface
    private interface Polite extends MailHook {
        @Override
        HookResult doMail(SMTPSession session, MaybeSender sender);
    }

    private static final class Connect implements ConnectHandler<SMTPSession> {
        @Override
        public Response onConnect(SMTPSession session) {
            return new SMTPResponse("421", "4.7.0 Slow down");
        }
    }

    private static final class Helo implements HeloHook {
        @Override
        public HookResult doHelo(SMTPSession session, String helo) {
            return helo.equals(NAME) ? deferral() : HookResult.DECLINED;
        }
    }

    private static final class Mail implements MailHook {
        @Override
        public HookResult doMail(SMTPSession session, MaybeSender sender) {
            return deferral();
        }
    }

    private static final class Rcpt implements RcptHook {
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());

        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
            asked.add(recipient.asString());
            return deferral();
        }
    }

    private static final class Greylisting extends AbstractGreylistHandler {
        private final List<String> asked = new ArrayList<>();

        @Override
        protected Iterator<String> getGreyListData(String client, String sender, String recipient) {
            asked.add(client);
            return Collections.emptyIterator();
        }

        @Override
        protected void insertTriplet(String client, String sender, String recipient, int count, Instant created) {}

        @Override
        protected void updateTriplet(String client, String sender, String recipient, int count, Instant time) {}

        @Override
        protected void cleanupAutoWhiteListGreyList(Instant time) {}

        @Override
        protected void cleanupGreyList(Instant time) {}
    }
}
