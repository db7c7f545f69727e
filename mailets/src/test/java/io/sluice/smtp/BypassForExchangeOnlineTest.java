package io.sluice.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.DataCmdHandler;
import org.apache.james.protocols.smtp.core.PostmasterAbuseRcptHook;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.smtpserver.CoreCmdHandlerLoader;
import org.apache.james.smtpserver.SenderAuthIdentifyVerificationHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BypassForExchangeOnlineTest {
    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final Strict strict = new Strict();
    private final BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();

    @ParameterizedTest
    @ValueSource(strings = {Sessions.CONFIRMED, Sessions.UNCONFIRMED})
    void skipsTheHandlerForExchangeOnline(String client) throws Exception {
        BypassForExchangeOnline bypass = bypass(strict);
        SMTPSession session = Sessions.from(client);

        assertThat(List.of(
                        bypass.doHelo(session, "helo"),
                        bypass.doMail(session, MaybeSender.nullSender()),
                        bypass.doRcpt(session, MaybeSender.nullSender(), recipient()),
                        bypass.doRcpt(session, MaybeSender.nullSender(), recipient(), Map.of())))
                .containsOnly(HookResult.DECLINED);
        assertThat(bypass.onConnect(session).getLines()).isEmpty();
        assertThat(metrics.countFor("sluice.inbound.bypassed")).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(strings = {Sessions.MISNAMED, Sessions.OUTSIDE})
    void asksTheHandlerForEverybodyElse(String client) throws Exception {
        BypassForExchangeOnline bypass = bypass(strict);
        SMTPSession session = Sessions.from(client);

        assertThat(List.of(
                        bypass.doHelo(session, "helo"),
                        bypass.doMail(session, MaybeSender.nullSender()),
                        bypass.doRcpt(session, MaybeSender.nullSender(), recipient()),
                        bypass.doRcpt(session, MaybeSender.nullSender(), recipient(), Map.of())))
                .containsOnly(HookResult.DENYSOFT);
        assertThat(bypass.onConnect(session).getRetCode()).isEqualTo("421");
        assertThat(metrics.countFor("sluice.inbound.bypassed")).isZero();
    }

    @Test
    void byTheAddressItSkipsAWrongNameToo() throws Exception {
        configuration.addProperty("by", "address");
        BypassForExchangeOnline bypass = bypass(strict);

        assertThat(bypass.doMail(Sessions.from(Sessions.MISNAMED), MaybeSender.nullSender()))
                .isEqualTo(HookResult.DECLINED);
        assertThat(bypass.doMail(Sessions.from(Sessions.OUTSIDE), MaybeSender.nullSender()))
                .isEqualTo(HookResult.DENYSOFT);
    }

    @Test
    void whatTheHandlerDoesNotAskAboutIsDeclinedAndNobodyIsLookedUp() throws Exception {
        BypassForExchangeOnline bypass = bypass((RcptHook) new RcptHook() {});

        assertThat(bypass.doHelo(Sessions.from(Sessions.OUTSIDE), "helo")).isEqualTo(HookResult.DECLINED);
        assertThat(bypass.getMailParamNames()).isEmpty();
        assertThat(bypass.implementedEsmtpFeatures(Sessions.from(Sessions.OUTSIDE)))
                .isEmpty();
    }

    @Test
    void theHandlerGetsItsOwnConfiguration() throws Exception {
        configuration.addProperty("hook.limit", "7");

        bypass(strict);

        assertThat(strict.limit).isEqualTo(7);
    }

    @Test
    void aConnectionThatTheHandlerSaysNothingToGoesOn() throws Exception {
        BypassForExchangeOnline bypass = bypass((ConnectHandler<SMTPSession>) session -> null);

        assertThat(bypass.onConnect(Sessions.from(Sessions.OUTSIDE)).isEndSession())
                .isFalse();
    }

    @Test
    void whatGuardsRelayingCannotBeWrapped() {
        assertThatThrownBy(() -> bypass(unmade(SenderAuthIdentifyVerificationHook.class)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("smtpserver.xml")
                .hasMessageContaining("who may log in or relay");
    }

    @Test
    void whatIsNoHookCannotBeWrapped() {
        for (ProtocolHandler handler :
                List.of(new CoreCmdHandlerLoader(), new DataCmdHandler(metrics), new ProtocolHandler() {})) {
            assertThatThrownBy(() -> bypass(handler))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("is not a hook that can be skipped");
        }
    }

    @Test
    void anotherHookOfJamesCanBeWrapped() throws Exception {
        assertThat(bypass(new PostmasterAbuseRcptHook()).wrapped()).isInstanceOf(PostmasterAbuseRcptHook.class);
    }

    @Test
    void aHandlerMustBeNamed() {
        BypassForExchangeOnline bypass = unconfigured(strict);

        assertThatThrownBy(() -> bypass.init(new BaseHierarchicalConfiguration()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("needs one element <hook class=\"...\">");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hooks", "name", "byAddress"})
    void anUnknownElementStopsTheStart(String element) {
        configuration.addProperty(element, "x");

        assertThatThrownBy(() -> bypass(strict))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has no element <" + element + ">");
    }

    @Test
    void anUnknownWayToRecogniseStopsTheStart() {
        configuration.addProperty("by", "helo");

        assertThatThrownBy(() -> bypass(strict))
                .hasMessageContaining("<by>helo</by> is not allowed; allowed: name, address");
    }

    private BypassForExchangeOnline bypass(ProtocolHandler inner) throws ConfigurationException {
        configuration.addProperty("hook[@class]", inner.getClass().getName());
        BypassForExchangeOnline bypass = unconfigured(inner);
        bypass.init(configuration);
        return bypass;
    }

    private BypassForExchangeOnline unconfigured(ProtocolHandler inner) {
        ProtocolHandlerLoader loader = (name, config) -> {
            try {
                assertThat(name).isEqualTo(inner.getClass().getName());
                inner.init(config);
                return inner;
            } catch (ConfigurationException e) {
                throw new ProtocolHandlerLoader.LoadingException(name, e);
            }
        };
        return new BypassForExchangeOnline(Sessions.CLIENTS, loader, metrics);
    }

    private static ProtocolHandler unmade(Class<? extends ProtocolHandler> type) throws ReflectiveOperationException {
        var constructor = type.getDeclaredConstructors()[0];
        return (ProtocolHandler) constructor.newInstance(new Object[constructor.getParameterCount()]);
    }

    private static MailAddress recipient() throws Exception {
        return new MailAddress("bob@example.org");
    }

    /** Defers everybody at each turn. */
    private static final class Strict implements ConnectHandler<SMTPSession>, HeloHook, MailHook, RcptHook {
        private int limit;

        @Override
        public void init(Configuration config) {
            limit = config.getInt("limit", 0);
        }

        @Override
        public Response onConnect(SMTPSession session) {
            return new SMTPResponse("421", "Not now");
        }

        @Override
        public HookResult doHelo(SMTPSession session, String helo) {
            return HookResult.DENYSOFT;
        }

        @Override
        public HookResult doMail(SMTPSession session, MaybeSender sender) {
            return HookResult.DENYSOFT;
        }

        @Override
        public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
            return HookResult.DENYSOFT;
        }
    }
}
