package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Mail that Microsoft would refuse for want of authentication is held before it costs reputation. */
class PreFlightTest {
    private static final String RELAY =
            """
            $1
              <mailet match="SenderDomainIs=broken.example" class="SetMimeHeader">
                <name>DKIM-Signature</name>
                <value>v=1; a=rsa-sha256; d=broken.example; s=s1; h=from; bh=AA; b=AA</value>
              </mailet>
              <mailet match="io.sluice.matchers.FailsMicrosoftRequirements=dkim,dmarc" class="io.sluice.mailets.Hold">
                <reason>not-authenticated</reason>
              </mailet>
            """;

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start((world, james) -> james.configure(configuration -> configuration
                .sluice("posture.watch", "false")
                .edit(
                        "mailetcontainer.xml",
                        xml -> xml.replaceFirst("(<processor [^>]*state=\"relay\"[^>]*>)", RELAY))));
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void holdsUnsignedMailToMicrosoftAtOnceAndLetsTheRestGo() {
        ProbeMail toMicrosoft = ProbeMail.to("bob@contoso.com").from("news@unsigned.example");
        ProbeMail toOthers = ProbeMail.to("bob@example.net").from("news@unsigned.example");

        sluice.submit(toMicrosoft);
        sluice.submit(toOthers);

        Awaiting.until("the mail to be held", () -> held("unsigned.example").size() == 1);
        sluice.awaitDelivered(toOthers);
        assertThat(held("unsigned.example").get(0).path("reason").asText()).isEqualTo("not-authenticated");
        assertThat(sluice.business().ledger().accepted())
                .noneMatch(mail -> mail.header(ProbeMail.ID_HEADER).equals(Optional.of(toMicrosoft.id())));
    }

    @Test
    void holdsSignedMailOfADomainWithoutRecordsAsSoonAsThatIsKnownAndDelaysNoneUntilThen() {
        ProbeMail first = ProbeMail.to("bob@contoso.com").from("news@broken.example");
        sluice.submit(first);
        sluice.awaitDelivered(first);

        Awaiting.until("a later mail to be held", () -> {
            sluice.submit(ProbeMail.to("bob@contoso.com").from("news@broken.example"));
            return !held("broken.example").isEmpty();
        });

        assertThat(held("broken.example").get(0).path("reason").asText()).isEqualTo("not-authenticated");
    }

    private static List<JsonNode> held(String senderDomain) {
        List<JsonNode> held = new ArrayList<>();
        sluice.webadmin()
                .get("/microsoft/held?senderDomain=" + senderDomain)
                .orElseThrow()
                .path("entries")
                .forEach(held::add);
        return held;
    }
}
