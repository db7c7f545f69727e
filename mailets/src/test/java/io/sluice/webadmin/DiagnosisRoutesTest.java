package io.sluice.webadmin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.posture.Selector;
import io.sluice.posture.Sighting;
import io.sluice.webadmin.WebAdminRig.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisRoutesTest {
    private static final String ONE = "/microsoft/diagnosis/{domain}";

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

    private static List<String> ids(JsonNode diagnosis) {
        return diagnosis.path("findings").findValuesAsText("id");
    }

    @Test
    void looksAtWhatTheRequestNames() {
        Reply reply = rig.get(
                ONE,
                "/microsoft/diagnosis/example.org?ip=192.0.2.7&helo=mail.example.org&selector=s1,k@esp.example"
                        + "&mailFrom=bounces.example.org&recipient=contoso.com");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body().path("ip").asText()).isEqualTo("192.0.2.7");
        assertThat(reply.body().path("selectors")).hasSize(2);
        assertThat(reply.body().path("mailFrom").asText()).isEqualTo("bounces.example.org");
        assertThat(reply.body().path("status").asText()).isEqualTo("fail");
        assertThat(ids(reply.body())).contains("spf.result", "ehlo.name", "recipient.mx");
    }

    @Test
    void takesWhatTheRequestLeavesOutFromTheMailThatWasSent() {
        rig.sightings.note(new Sighting(
                "example.org",
                Optional.of("example.org"),
                List.of(new Selector("s1", "example.org")),
                Optional.empty(),
                Optional.of("mail.example.org")));

        Reply reply = rig.get(ONE, "/microsoft/diagnosis/example.org");

        assertThat(reply.body().path("helo").asText()).isEqualTo("mail.example.org");
        assertThat(ids(reply.body())).contains("dkim.key", "dkim.signing").doesNotContain("spf.result");
    }

    @Test
    void listsWhatWasLookedAtWithoutBeingAsked() {
        assertThat(rig.get("/microsoft/diagnosis").body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/microsoft/diagnosis/localhost",
                "/microsoft/diagnosis/example.org?ip=mail",
                "/microsoft/diagnosis/example.org?selector=a%20b",
                "/microsoft/diagnosis/example.org?recipient=..",
                "/microsoft/diagnosis/example.org?domain=example.net"
            })
    void refusesWhatCannotBeLookedAt(String path) {
        assertThat(rig.get(ONE, path).status()).isEqualTo(400);
    }
}
