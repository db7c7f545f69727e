package io.sluice.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.Verdict;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each notification of the corpus comes to, recipient by recipient. */
class CorpusTest {
    private static final ReplyClassifier CLASSIFIER = new RuleBasedClassifier(RuleCatalogue.builtIn());

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            exchange-online-ndr.eml,     0, failed,    recipient-invalid,       recipient
            exchange-online-expired.eml, 0, failed,    network,                 message
            exchange-online-delay.eml,   0, delayed,   tls,                     message
            postfix-bounce.eml,          0, failed,    ip-blocked,              source
            postfix-delay.eml,           0, delayed,   service-throttle,        source
            postfix-delay.eml,           1, delayed,   network,                 connection
            sendmail.eml,                0, failed,    recipient-invalid,       recipient
            exim.eml,                    0, failed,    recipient-invalid,       recipient
            james.eml,                   0, failed,    ip-blocked,              source
            gmail.eml,                   0, failed,    recipient-invalid,       recipient
            gmail-delay.eml,             0, delayed,   network,                 connection
            smtputf8.eml,                0, failed,    ip-blocked,              source
            japanese.eml,                0, failed,    recipient-invalid,       recipient
            several.eml,                 1, delayed,   ip-reputation-throttle,  source
            several.eml,                 2, failed,    recipient-invalid,       recipient
            """)
    void isUnderstood(String file, int number, String action, String deferralClass, String scope) throws IOException {
        DeliveryStatus status = read(Corpus.bytes(file));
        RecipientStatus recipient = status.recipients().get(number);
        Reply reply = status.reply(recipient).orElseThrow();

        Verdict verdict = CLASSIFIER.classify(reply, Optional.empty());

        assertThat(recipient.action().token()).isEqualTo(action);
        assertThat(verdict.deferralClass().token()).as(reply.text()).isEqualTo(deferralClass);
        assertThat(verdict.scope().token()).as(reply.text()).isEqualTo(scope);
    }

    @ParameterizedTest
    @CsvSource({"postfix-bounce.eml", "exchange-online-ndr.eml", "several.eml", "japanese.eml"})
    void theEndsOfLinesMakeNoDifference(String file) throws IOException {
        byte[] crlf = Corpus.bytes(file);
        byte[] lf = new String(crlf, StandardCharsets.ISO_8859_1)
                .replace("\r\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(lf)).isEqualTo(read(crlf));
    }

    private static DeliveryStatus read(byte[] message) throws IOException {
        return new DeliveryStatusReader()
                .read(new ByteArrayInputStream(message))
                .orElseThrow();
    }
}
