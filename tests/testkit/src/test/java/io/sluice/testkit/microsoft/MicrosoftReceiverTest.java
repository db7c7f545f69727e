package io.sluice.testkit.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.smtp.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class MicrosoftReceiverTest {

    @Test
    void consumerThrottlesByReputationAndRecovers() throws Exception {
        try (var microsoft = MicrosoftReceiver.start(Service.CONSUMER)) {
            microsoft.throttles();
            assertThat(lastReply(microsoft, "MAIL FROM:<a@example.org>")).contains("4.7.650", "[127.0.0.1]", "(S775)");

            microsoft.recovers();
            assertThat(lastReply(microsoft, "MAIL FROM:<a@example.org>")).startsWith("250");
        }
    }

    @Test
    void businessRefusesConnectionsInTheGreeting() throws Exception {
        try (var microsoft = MicrosoftReceiver.start(Service.BUSINESS)) {
            microsoft.allowsConnections(0);

            assertThat(lastReply(microsoft)).startsWith("421 4.3.2 The maximum number of concurrent connections");
        }
    }

    @Test
    void aBusyTenantLeavesTheOthersAlone() throws Exception {
        try (var microsoft = MicrosoftReceiver.start(Service.BUSINESS)) {
            microsoft.tenant("contoso.com").isBusy();

            assertThat(lastReply(microsoft, "MAIL FROM:<>", "RCPT TO:<a@contoso.com>"))
                    .startsWith("451 4.7.500 Server busy");
            assertThat(lastReply(microsoft, "MAIL FROM:<>", "RCPT TO:<a@fabrikam.com>"))
                    .startsWith("250");
        }
    }

    @Test
    void saysWhichStageRefused() throws Exception {
        try (var microsoft = MicrosoftReceiver.start(Service.CONSUMER)) {
            microsoft.doesNotKnow("gone");

            assertThat(lastReply(microsoft, "MAIL FROM:<>", "RCPT TO:<gone@hotmail.com>"))
                    .contains("S2017062302");
            assertThat(microsoft.ledger().refusals()).singleElement().satisfies(refusal -> assertThat(refusal.stage())
                    .isEqualTo(Stage.RCPT));
        }
    }

    /** Says EHLO and the commands, and returns the reply to the last; without commands the greeting. */
    private static String lastReply(MicrosoftReceiver microsoft, String... commands) throws IOException {
        try (Socket socket =
                        new Socket(microsoft.smtp().address(), microsoft.smtp().port());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
            String reply = in.readLine();
            if (commands.length > 0) {
                for (String command : List.of("HELO client.example.org", String.join("\r\n", commands))) {
                    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
                }
                for (int i = 0; i <= commands.length; i++) {
                    reply = in.readLine();
                }
            }
            return reply;
        }
    }
}
