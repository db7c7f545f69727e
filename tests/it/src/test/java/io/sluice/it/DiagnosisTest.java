package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real server notes who sends and who signs, looks at them as Microsoft does, and tells. */
class DiagnosisTest {
    private static final String SIGN =
            """
            $1
              <mailet match="All" class="SetMimeHeader">
                <name>DKIM-Signature</name>
                <value>v=1; a=rsa-sha256; d=sender.example; s=s1; h=from; bh=AA; b=AA</value>
              </mailet>
            """;

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> {
            world.dns()
                    .txt("sender.example", "v=spf1 ip4:192.0.2.7 -all")
                    .txt("_dmarc.sender.example", "v=DMARC1; p=none; rua=mailto:dmarc@sender.example")
                    .txt("s1._domainkey.sender.example", "v=DKIM1; p=");
            return james.configure(configuration -> configuration
                    .sluice("posture.period", "1 s")
                    .sluice("posture.addresses", "192.0.2.7")
                    .edit(
                            "mailetcontainer.xml",
                            xml -> xml.replaceFirst("(<processor [^>]*state=\"relay\"[^>]*>)", SIGN)));
        });
        ProbeMail mail = ProbeMail.to("bob@contoso.com").from("news@sender.example");
        sluice.submit(mail);
        sluice.awaitDelivered(mail);
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    private static JsonNode get(String path) {
        return sluice.webadmin().get(path).orElseThrow();
    }

    private static String statusOf(JsonNode diagnosis, String id) {
        List<String> found = new ArrayList<>();
        for (JsonNode finding : diagnosis.path("findings")) {
            if (finding.path("id").asText().equals(id)) {
                found.add(finding.path("status").asText());
            }
        }
        return String.join(" ", found);
    }

    @Test
    void theRouteKnowsAddressAndSelectorsOfTheMailThatWasSent() {
        JsonNode diagnosis = get("/microsoft/diagnosis/sender.example");

        assertThat(diagnosis.path("ip").asText()).isEqualTo("192.0.2.7");
        assertThat(diagnosis.path("selectors").get(0).asText()).isEqualTo("s1@sender.example");
        assertThat(statusOf(diagnosis, "spf.result")).isEqualTo("pass");
        assertThat(statusOf(diagnosis, "dkim.signing")).isEqualTo("pass");
        assertThat(statusOf(diagnosis, "dkim.key")).isEqualTo("fail");
        assertThat(statusOf(diagnosis, "dmarc.record")).isEqualTo("pass");
        assertThat(statusOf(diagnosis, "microsoft.bulk")).isEqualTo("fail");
    }

    @Test
    void theHealthCheckWarnsOfARevokedKey() {
        Awaiting.until("the first look", () -> !get("/microsoft/diagnosis").isEmpty());

        assertThat(get("/microsoft/diagnosis").get(0).path("domain").asText()).isEqualTo("sender.example");
        JsonNode checks = get("/healthcheck").path("checks");
        assertThat(checks).anySatisfy(check -> {
            assertThat(check.path("componentName").asText()).isEqualTo("Sluice senders");
            assertThat(check.path("status").asText()).isEqualTo("degraded");
            assertThat(check.path("cause").asText()).contains("The key is revoked");
        });
    }

    @Test
    void anotherAddressIsLookedAtOnRequest() {
        JsonNode diagnosis = get("/microsoft/diagnosis/sender.example?ip=192.0.2.8");

        assertThat(statusOf(diagnosis, "spf.result")).isEqualTo("fail");
    }
}
