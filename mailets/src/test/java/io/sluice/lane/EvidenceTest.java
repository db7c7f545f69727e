package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.Rule;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Scope;
import io.sluice.reply.Verdict;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What replies tell a lane. */
class EvidenceTest {
    private static final Set<Remedy> OTHER_WAYS =
            EnumSet.of(Remedy.SPLIT, Remedy.USE_TLS, Remedy.USE_IPV4, Remedy.RE_RESOLVE, Remedy.BOUNCE);

    static Stream<Arguments> replies() {
        return Stream.of(
                Arguments.of(SAYS.serverBusy(IP), Evidence.RATE),
                Arguments.of(SAYS.accessDeniedTryAgain(), Evidence.RATE),
                Arguments.of(SAYS.s775(IP), Evidence.REPUTATION),
                Arguments.of(SAYS.s844(IP), Evidence.REPUTATION),
                Arguments.of(SAYS.s3150(IP), Evidence.BLOCK),
                Arguments.of(SAYS.bannedIp(IP), Evidence.BLOCK),
                Arguments.of(SAYS.s3115(IP), Evidence.CONNECTIONS),
                Arguments.of(SAYS.tooManyConnections(), Evidence.CONNECTIONS),
                Arguments.of(SAYS.tooManyMessagesPerConnection(IP), Evidence.CONNECTION),
                Arguments.of(SAYS.prx9(), Evidence.SERVICE),
                Arguments.of(SAYS.attr17(), Evidence.SERVICE),
                Arguments.of(SAYS.filterAgentBusy(), Evidence.SERVICE),
                Arguments.of(SAYS.attr5(), Evidence.TENANT),
                Arguments.of(SAYS.authenticationLevel("sender.example"), Evidence.SENDER_DOMAIN),
                Arguments.of(SAYS.recipientOverHourlyLimit(), Evidence.RECIPIENT),
                Arguments.of(SAYS.tooManyRecipients(), Evidence.RECIPIENTS),
                Arguments.of(SAYS.mailboxUnavailable(), Evidence.NONE),
                Arguments.of(SAYS.startTlsRequired(), Evidence.NONE),
                Arguments.of(SAYS.ipv6NeedsPtr("2001:db8::1"), Evidence.NONE),
                Arguments.of(SAYS.ipv6NeedsAuthentication("2001:db8::1"), Evidence.NONE));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void isAboutWhatTheReplyIsAbout(String reply, Evidence evidence) {
        assertThat(Evidence.of(LaneRig.verdict(reply))).isEqualTo(evidence);
    }

    @Test
    void aHostThatCannotBeReachedIsAboutThatHost() {
        assertThat(Evidence.of(LaneRig.verdict(NoReply.Kind.CONNECT_TIMED_OUT))).isEqualTo(Evidence.HOST);
        assertThat(Evidence.of(LaneRig.verdict(NoReply.Kind.TLS_FAILURE))).isEqualTo(Evidence.HOST);
        assertThat(Evidence.of(LaneRig.verdict(NoReply.Kind.DNS_FAILURE))).isEqualTo(Evidence.NONE);
    }

    @Test
    void noRuleThatAsksForAnotherWayConcernsTheLane() {
        assertThat(RuleCatalogue.builtIn().rules())
                .extracting(Rule::verdict)
                .filteredOn(verdict -> OTHER_WAYS.contains(verdict.remedy()))
                .isNotEmpty()
                .noneMatch(verdict -> Evidence.of(verdict).concernsLane());
    }

    @Test
    void onlyRulesAboutTheSourceOrTheServiceConcernTheLane() {
        assertThat(RuleCatalogue.builtIn().rules())
                .extracting(Rule::verdict)
                .filteredOn(verdict -> Evidence.of(verdict).concernsLane())
                .isNotEmpty()
                .extracting(Verdict::scope)
                .containsOnly(Scope.SOURCE, Scope.SERVICE);
    }
}
