package io.sluice.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.exchange.Standing;
import io.sluice.inbound.InboundAnswer;
import io.sluice.inbound.InboundAnswers;
import io.sluice.inbound.InboundConnections;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.UnknownCmdHandler;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookReturnCode;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeOnlineDeferralMonitorTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

    private final RecordingMetricFactory metrics = new RecordingMetricFactory();
    private final List<String> warnings = new ArrayList<>();
    private final InboundAnswers answers = new InboundAnswers(metrics, warnings::add, CLOCK);
    private final InboundConnections connections = new InboundConnections(CLOCK);
    private final HookChains chains = new HookChains();
    private final ExchangeOnlineDeferralMonitor monitor =
            new ExchangeOnlineDeferralMonitor(Sessions.CLIENTS, answers, connections, chains, CLOCK);
    private final SMTPSession session = Sessions.from(Sessions.CONFIRMED);

    @Test
    void aDeferralIsNotedWithItsHandlerReasonAndClient() {
        HookResult result = deferral("4.7.1 Please wait");

        assertThat(monitor.onHookResult(session, result, 1, new Greylisting())).isSameAs(result);

        assertThat(answers.recent()).singleElement().satisfies(answer -> {
            assertThat(answer.by()).isEqualTo("Greylisting");
            assertThat(answer.code()).isEqualTo("451");
            assertThat(answer.text()).isEqualTo("4.7.1 Please wait");
            assertThat(answer.client().getHostAddress()).isEqualTo(Sessions.CONFIRMED);
            assertThat(answer.standing()).isEqualTo(Standing.CONFIRMED);
        });
        assertThat(metrics.countFor("sluice.inbound.deferred")).isEqualTo(1);
    }

    @Test
    void jamesOwnAnswerAtTheEndOfAMessageIsNoted() {
        Response failure = new SMTPResponse("451", "4.0.0 Error processing message.");

        assertThat(monitor.onLine(session, new byte[0], (s, line) -> null)).isNull();
        assertThat(monitor.onLine(session, new byte[0], (s, line) -> failure)).isSameAs(failure);

        assertThat(answers.recent()).singleElement().satisfies(answer -> {
            assertThat(answer.by()).isEqualTo("end of data");
            assertThat(answer.code()).isEqualTo("451");
        });
    }

    @Test
    void whatAHookSaidAtTheEndOfAMessageIsNotCountedAgain() {
        monitor.onHookResult(session, deferral("4.7.1 Please wait"), 1, new Greylisting());

        monitor.onLine(session, new byte[0], (s, line) -> new SMTPResponse("451", "4.7.1 Please wait"));

        assertThat(answers.recent()).hasSize(1);
        assertThat(answers.recent().get(0).by()).isEqualTo("Greylisting");
    }

    @Test
    void otherClientsAndGoodAnswersAtTheEndOfAMessageAreNotNoted() {
        monitor.onLine(
                Sessions.from(Sessions.OUTSIDE), new byte[0], (s, line) -> new SMTPResponse("451", "4.0.0 Error"));
        monitor.onLine(session, new byte[0], (s, line) -> new SMTPResponse("250", "2.6.0 Message received"));

        assertThat(answers.recent()).isEmpty();
    }

    @Test
    void theHandlersOfItsServerAreKeptForTheDryRun() {
        Greylisting greylisting = new Greylisting();

        monitor.wireExtensions(monitor.getMarkerInterfaces().get(0), List.of(monitor, greylisting));

        assertThat(chains.all()).containsExactly(List.of(monitor, greylisting));
    }

    @Test
    void theCommandsAnswerThatTheHookGaveIsNotCountedAgain() {
        monitor.onHookResult(session, deferral("4.7.1 Please wait"), 1, new Greylisting());
        Response response = new SMTPResponse("451", "4.7.1 Please wait");

        monitor.onResponse(session, response, 1, new UnknownCmdHandler(metrics));
        monitor.onResponse(session, response, 1, (LineHandler<SMTPSession>) (s, line) -> response);

        assertThat(answers.recent()).hasSize(1);
    }

    @Test
    void anAnswerOfTheCommandItselfIsNotedOnce() {
        Response response = new SMTPResponse("500", "Unrecognised command");

        assertThat(monitor.onResponse(session, response, 1, new UnknownCmdHandler(metrics)))
                .isSameAs(response);
        monitor.onResponse(session, response, 1, (LineHandler<SMTPSession>) (s, line) -> response);

        assertThat(answers.recent())
                .extracting(InboundAnswer::by, InboundAnswer::code)
                .containsExactly(tuple("UnknownCmdHandler", "500"));
        assertThat(metrics.countFor("sluice.inbound.refused")).isEqualTo(1);
    }

    @Test
    void aConnectionOfExchangeOnlineIsRememberedAndNobodyElses() {
        assertThat(monitor.onConnect(session).getLines()).isEmpty();
        monitor.onConnect(Sessions.from(Sessions.OUTSIDE));

        assertThat(connections
                        .around(CLOCK.instant(), Duration.ZERO, Duration.ZERO)
                        .connections())
                .isEqualTo(1);
    }

    @Test
    void successIsNotNoted() {
        monitor.onHookResult(session, HookResult.OK, 1, new Greylisting());
        monitor.onHookResult(session, HookResult.DECLINED, 1, new Greylisting());
        monitor.onResponse(session, new SMTPResponse("250", "OK"), 1, new UnknownCmdHandler(metrics));
        monitor.onResponse(session, null, 1, new UnknownCmdHandler(metrics));

        assertThat(answers.recent()).isEmpty();
    }

    @Test
    void whatOthersGetIsNotNoted() {
        monitor.onHookResult(Sessions.from(Sessions.OUTSIDE), deferral("no"), 1, new Greylisting());

        assertThat(answers.recent()).isEmpty();
    }

    @Test
    void aClientWithAWrongNameIsNotedForThatIsWhyABypassDoesNotHelp() {
        monitor.onHookResult(Sessions.from(Sessions.MISNAMED), deferral("no"), 1, new Greylisting());

        assertThat(answers.recent()).extracting(InboundAnswer::standing).containsExactly(Standing.MISNAMED);
    }

    @Test
    void addressesAndControlCharactersAreNotKept() {
        monitor.onHookResult(
                session, deferral("no\r\n250 <ann@contoso.com> \u001b[31m" + "x".repeat(500)), 1, new Greylisting());

        assertThat(answers.recent()).singleElement().satisfies(answer -> assertThat(answer.text())
                .doesNotContain("ann@", "\r", "\n", "\u001b")
                .hasSizeLessThanOrEqualTo(InboundAnswer.LONGEST_TEXT));
    }

    @Test
    void theNumberOfDeferralsToWarnAfterIsConfigured() throws Exception {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("warnAfter", "2");
        configuration.addProperty("within", "5 min");
        monitor.init(configuration);

        monitor.onHookResult(session, deferral("no"), 1, new Greylisting());
        assertThat(warnings).isEmpty();
        monitor.onHookResult(session, deferral("no"), 1, new Greylisting());

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("We are deferring Exchange Online: 2 times in 5 minutes, by Greylisting");
    }

    @ParameterizedTest
    @CsvSource({"warnAfter, 0", "warnAfter, often", "within, 10", "within, 1 s", "within, 2 days", "warnBefore, 1"})
    void aValueOrElementThatIsNotAllowedStopsTheStart(String element, String value) {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty(element, value);

        assertThatThrownBy(() -> monitor.init(configuration))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("smtpserver.xml")
                .hasMessageContaining("<" + element + ">");
    }

    private static HookResult deferral(String text) {
        return HookResult.builder()
                .hookReturnCode(HookReturnCode.denySoft())
                .smtpReturnCode("451")
                .smtpDescription(text)
                .build();
    }

    private static final class Greylisting implements RcptHook {}
}
