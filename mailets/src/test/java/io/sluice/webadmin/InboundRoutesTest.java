package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.net.InetAddresses;
import io.sluice.exchange.Standing;
import io.sluice.inbound.InboundAnswer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboundRoutesTest {
    @TempDir
    Path directory;

    private WebAdminRig rig;

    @BeforeEach
    void start() {
        rig = new WebAdminRig(directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void showsWhichAddressesAreTakenForExchangeOnlines() {
        JsonNode inbound = rig.get("/microsoft/inbound").body();

        assertThat(inbound.path("addresses")).singleElement().satisfies(list -> {
            assertThat(list.path("instance").asText()).isEqualTo("Worldwide");
            assertThat(list.path("version").asText()).isEqualTo("2026081400");
            assertThat(list.path("ranges").asInt()).isEqualTo(6);
            assertThat(list.path("looked").isNull()).isTrue();
        });
        assertThat(inbound.path("additionalRanges"))
                .extracting(JsonNode::asText)
                .containsExactly("192.0.2.0/28");
        assertThat(inbound.path("counts")).isEmpty();
    }

    @Test
    void showsWhatExchangeOnlineGets() {
        rig.inboundAnswers.warnAfter(2, Duration.ofMinutes(10));
        answer("Greylist", "451", "4.7.1 Please wait");
        answer("Greylist", "451", "4.7.1 Please wait");
        answer("ValidRcptHandler", "550", "5.1.1 Unknown user: ann@example.org");

        JsonNode inbound = rig.get("/microsoft/inbound").body();

        assertThat(inbound.path("deferring")).singleElement().satisfies(deferring -> {
            assertThat(deferring.path("by").asText()).isEqualTo("Greylist");
            assertThat(deferring.path("times").asInt()).isEqualTo(2);
            assertThat(deferring.path("minutes").asInt()).isEqualTo(10);
        });
        assertThat(inbound.path("counts").path(0).path("count").asInt()).isEqualTo(2);
        assertThat(inbound.path("recent").path(0).path("standing").asText()).isEqualTo("confirmed");
        assertThat(inbound.path("recent").path(0).path("text").asText()).isEqualTo("5.1.1 Unknown user: *@example.org");
    }

    @Test
    void tellsWhetherTheDomainIsTakenAndWhatTheListenerLimits() {
        rig.smtpserver.addProperty("smtpserver.bind", "0.0.0.0:25");
        rig.smtpserver.addProperty("smtpserver.connectionLimitPerIP", "5");

        JsonNode check = check("example.org").body();

        assertThat(check.path("domain").asText()).isEqualTo("example.org");
        assertThat(check.path("status").asText()).isEqualTo("warn");
        assertThat(check.path("findings"))
                .extracting(finding -> finding.path("id").asText() + " "
                        + finding.path("status").asText())
                .containsExactly(
                        "inbound.domain pass", "inbound.connections warn", "inbound.relay pass", "inbound.hook pass");
    }

    @Test
    void tellsThatADomainIsNotTaken() {
        JsonNode check = check("example.net").body();

        assertThat(check.path("findings").path(0).path("status").asText()).isEqualTo("fail");
    }

    @Test
    void refusesWhatIsNoDomain() {
        assertThat(check("192.0.2.7").status()).isEqualTo(400);
        assertThat(check("localhost").status()).isEqualTo(400);
        assertThat(check("example.org?unknownHooks=maybe").status()).isEqualTo(400);
    }

    private WebAdminRig.Reply check(String domain) {
        return rig.get("/microsoft/inbound/{domain}", "/microsoft/inbound/" + domain);
    }

    private void answer(String by, String code, String text) {
        rig.inboundAnswers.note(new InboundAnswer(
                WebAdminRig.NOW, InetAddresses.forString("40.107.0.1"), Standing.CONFIRMED, by, code, text));
    }
}
