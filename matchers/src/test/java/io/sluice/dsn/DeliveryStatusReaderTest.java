package io.sluice.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.reply.EnhancedStatusCode;
import io.sluice.reply.RemoteHost;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryStatusReaderTest {
    private final DeliveryStatusReader reader = new DeliveryStatusReader();

    @Test
    void readsAllFieldsOfPostfix() throws IOException {
        DeliveryStatus status = read("postfix-bounce.eml");

        assertThat(status.reportingMta()).contains("relay.example.org");
        assertThat(status.originalEnvelopeId()).contains("campaign+2B7");
        assertThat(status.arrivalDate()).contains(Instant.parse("2026-11-22T09:01:00Z"));
        assertThat(status.originalMessageId()).contains("<news-77@app.example.org>");
        assertThat(status.recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.finalRecipient()).isEqualTo("eve@outlook.com");
            assertThat(recipient.originalRecipient()).contains("eve@outlook.com");
            assertThat(recipient.action()).isEqualTo(Action.FAILED);
            assertThat(recipient.status()).contains(new EnhancedStatusCode(5, 7, 1));
            assertThat(recipient.diagnosticType()).contains("smtp");
            assertThat(recipient.diagnostic().orElseThrow())
                    .startsWith("550 5.7.1 Unfortunately, messages from [198.51.100.9]    weren't sent.")
                    .endsWith("08DE29AB12CD34EF]");
            assertThat(recipient.remote()).contains(new RemoteHost("outlook-com.olc.protection.outlook.com", ""));
        });
    }

    @Test
    void readsTheDatesOfADelay() throws IOException {
        RecipientStatus recipient = read("gmail-delay.eml").recipients().get(0);

        assertThat(recipient.action()).isEqualTo(Action.DELAYED);
        assertThat(recipient.lastAttempt()).contains(Instant.parse("2026-11-22T13:01:02Z"));
        assertThat(recipient.willRetryUntil()).contains(Instant.parse("2026-11-24T09:01:00Z"));
    }

    @Test
    void readsTheAddressThatGmailAddsToTheHost() throws IOException {
        RecipientStatus recipient = read("gmail.eml").recipients().get(0);

        assertThat(recipient.remote())
                .contains(new RemoteHost("contoso-example.mail.protection.outlook.com", "52.101.8.42"));
    }

    @Test
    void readsNotificationsOfRfc6533InBase64() throws IOException {
        DeliveryStatus status = read("smtputf8.eml");

        assertThat(status.originalMessageId()).contains("<utf8-1@example.org>");
        assertThat(status.recipients()).singleElement().satisfies(recipient -> {
            assertThat(recipient.finalRecipient()).isEqualTo("検証@例え.example");
            assertThat(recipient.diagnostic()).contains("550 5.7.1 メールは拒否されました [LAVOKÄ] (S3150)");
        });
    }

    @Test
    void toleratesOtherCharsetsCommentsAndBrackets() throws IOException {
        RecipientStatus recipient = read("japanese.eml").recipients().get(0);

        assertThat(recipient.finalRecipient()).isEqualTo("paul@contoso.example");
        assertThat(recipient.action()).isEqualTo(Action.FAILED);
        assertThat(recipient.status()).contains(new EnhancedStatusCode(5, 1, 1));
        assertThat(recipient.diagnostic().orElseThrow())
                .startsWith("550 5.1.10 RESOLVER.ADR.RecipientNotFound; ")
                .doesNotContain("\u001b");
        assertThat(recipient.lastAttempt()).isEmpty();
    }

    @Test
    void findsTheStatusInTheWholeReplyThatJamesWrites() throws IOException {
        RecipientStatus recipient = read("james.eml").recipients().get(0);

        assertThat(recipient.status()).contains(new EnhancedStatusCode(5, 7, 1));
    }

    @Test
    void keepsTheRecipientsInTheirOrder() throws IOException {
        assertThat(read("several.eml").recipients())
                .extracting(RecipientStatus::action)
                .containsExactly(Action.DELIVERED, Action.DELAYED, Action.FAILED);
    }

    @Test
    void takesInReplyToWhereNothingWasReturned() throws IOException {
        assertThat(read("exchange-online-delay.eml").originalMessageId()).contains("<offer-2@fabrikam.example>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exim-plain.eml", "qmail.eml"})
    void doesNotGuessAtBouncesInProse(String file) throws IOException {
        assertThat(reader.read(Corpus.open(file))).isEmpty();
    }

    @Test
    void readsTheFieldsAlone() throws IOException {
        String fields =
                """
                Reporting-MTA: dns; relay.example.org

                Final-Recipient: rfc822; bob@example.net
                Action: failed
                Status: 5.1.1
                """;

        assertThat(reader.readFields(stream(fields)).orElseThrow().recipients())
                .singleElement()
                .returns("bob@example.net", RecipientStatus::finalRecipient);
    }

    @Test
    void readsFieldsThatRunTogether() throws IOException {
        String fields =
                """
                Reporting-MTA: dns; relay.example.org
                Final-Recipient: rfc822; bob@example.net
                Status: 4.2.2

                """;

        DeliveryStatus status = reader.readFields(stream(fields)).orElseThrow();

        assertThat(status.reportingMta()).contains("relay.example.org");
        assertThat(status.recipients()).singleElement().returns(Action.DELAYED, RecipientStatus::action);
    }

    @Test
    void readsTheAddressOfAHostWithoutAName() throws IOException {
        String fields =
                """
                Final-Recipient: rfc822; bob@example.net
                Action: failed
                Remote-MTA: dns; [192.0.2.25]
                """;

        assertThat(reader.readFields(stream(fields))
                        .orElseThrow()
                        .recipients()
                        .get(0)
                        .remote())
                .contains(new RemoteHost("", "192.0.2.25"));
    }

    @Test
    void isEmptyWithoutARecipient() throws IOException {
        assertThat(reader.readFields(stream("Reporting-MTA: dns; relay.example.org\n")))
                .isEmpty();
        assertThat(reader.readFields(stream(""))).isEmpty();
    }

    @Test
    void passesOnThatTheStreamFails() {
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk is gone");
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                throw new IOException("the disk is gone");
            }
        };

        assertThatThrownBy(() -> reader.read(broken))
                .isInstanceOf(IOException.class)
                .hasMessage("the disk is gone");
    }

    @Test
    void doesNotCloseTheStream() throws IOException {
        boolean[] closed = new boolean[1];
        try (InputStream in = new FilterInputStream(Corpus.open("postfix-bounce.eml")) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        }) {
            reader.read(in);

            assertThat(closed[0]).isFalse();
        }
    }

    private DeliveryStatus read(String file) throws IOException {
        Optional<DeliveryStatus> status = reader.read(Corpus.open(file));
        assertThat(status).as(file).isPresent();
        return status.get();
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
