package io.sluice.testkit.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class MicrosoftRepliesTest {

    private final MicrosoftReplies replies = new MicrosoftReplies(
            "AM4PEPF00027A6A.eurprd04.prod.outlook.com",
            InstantSource.fixed(Instant.parse("2026-11-22T10:11:12.3456Z")));

    @Test
    void carriesTheTailOfTheFrontEnd() {
        assertThat(replies.attr17())
                .matches("451 4\\.3\\.2 .* ATTR17 \\[AM4PEPF00027A6A\\.eurprd04\\.prod\\.outlook\\.com"
                        + " 2026-11-22T10:11:12\\.345Z [0-9A-F]{16}]");
    }

    @Test
    void namesTheFilterAgentInConsumerReplies() {
        assertThat(replies.s775("192.0.2.1"))
                .startsWith("451 4.7.650 The mail server [192.0.2.1] has been temporarily rate limited")
                .contains("(S775) [Name=Protocol Filter Agent][AGT=PFA][MxId=");
    }

    @Test
    void makesANewSessionIdForEachReply() {
        assertThat(replies.attr38()).isNotEqualTo(replies.attr38());
    }

    @Test
    void greetsAsMicrosoftDoes() {
        assertThat(replies.greeting())
                .isEqualTo("220 AM4PEPF00027A6A.eurprd04.prod.outlook.com Microsoft ESMTP MAIL Service ready at"
                        + " Sun, 22 Nov 2026 10:11:12 +0000");
    }
}
