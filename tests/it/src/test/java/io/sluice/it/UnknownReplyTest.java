package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Stage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A reply that no rule knows is marked on the mail, and a sample of it is kept for the operator. */
class UnknownReplyTest {
    private static final String REPLY = "451 4.9.9 Lunar phase unsuitable for bob@contoso.com from [127.0.0.1]"
            + " [AM4PEPF00027A6A.eurprd04.prod.outlook.com 2026-11-22T10:00:00.000Z 08DE2A31]";
    private static final String SAMPLE =
            "451 4.9.9 Lunar phase unsuitable for <address> from [<ip>] [<host>.prod.outlook.com <time> <id>]";

    private static Sluice sluice;

    @BeforeAll
    static void start() {
        sluice = Sluice.start();
    }

    @AfterAll
    static void stop() {
        sluice.close();
    }

    @Test
    void isShownRedactedAndSurvivesARestart() {
        sluice.business().smtp().when(Stage.RCPT).first(1).answers(REPLY);
        ProbeMail mail = ProbeMail.to("bob@contoso.com");

        sluice.submit(mail);

        assertThat(sluice.awaitDelivered(mail)).allSatisfy(Sluice::once);
        assertShown(sluice.unknownReplies());
        KeptMail deferred = sluice.deferred().await(mail);
        assertThat(deferred.attributes())
                .containsEntry("sluice.unknown", "true")
                .containsEntry("sluice.region", "eur")
                .containsEntry("sluice.session", "08DE2A31");

        sluice.james().restart();

        assertShown(sluice.unknownReplies());
    }

    private static void assertShown(List<JsonNode> samples) {
        assertThat(samples).singleElement().satisfies(sample -> {
            assertThat(sample.get("reply").asText()).isEqualTo(SAMPLE);
            assertThat(sample.get("service").asText()).isEqualTo("business");
            assertThat(sample.get("stage").asText()).isEqualTo("rcpt");
            assertThat(sample.get("count").asLong()).isEqualTo(1);
        });
    }
}
