package io.sluice.delivery.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import org.junit.jupiter.api.Test;

class SevenBitBodyTest {
    @Test
    void encodesTextAsQuotedPrintable() throws Exception {
        String converted = convert("Content-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + "Grüße\r\n");

        assertThat(converted).contains("Content-Transfer-Encoding: quoted-printable", "Gr=C3=BC=C3=9Fe");
        assertThat(parse(converted).getContent().toString()).startsWith("Grüße");
    }

    @Test
    void keepsTheBytesOfAnUnknownCharset() throws Exception {
        String converted = convert("Content-Type: text/plain; charset=x-unheard-of\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + "ü\r\n");

        assertThat(converted).contains("charset=x-unheard-of", "=C3=BC");
    }

    @Test
    void encodesTextWithoutADeclaredEncoding() throws Exception {
        assertThat(convert("Subject: x\r\n\r\nü\r\n")).contains("quoted-printable", "=C3=BC");
    }

    @Test
    void encodesEightBitPartsOfAMultipartAndLeavesTheOthers() throws Exception {
        String converted = convert("MIME-Version: 1.0\r\n"
                + "Content-Type: multipart/mixed; boundary=b\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + "--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nü\r\n"
                + "--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n"
                + "--b--\r\n");

        MimeMultipart parts = (MimeMultipart) parse(converted).getContent();
        assertThat(parts.getBodyPart(0).getContent().toString()).startsWith("ü");
        assertThat(converted).contains("SGVsbG8=", "Content-Transfer-Encoding: 7bit");
    }

    @Test
    void encodesAnAttachedMessage() throws Exception {
        String converted = convert("MIME-Version: 1.0\r\n"
                + "Content-Type: message/rfc822\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\n"
                + "Message-ID: <inner@sender.test>\r\nContent-Type: text/plain; charset=utf-8\r\n"
                + "Content-Transfer-Encoding: 8bit\r\n\r\nü\r\n");

        assertThat(converted).contains("Message-ID: <inner@sender.test>", "=C3=BC");
    }

    @Test
    void keepsTheMessageId() throws Exception {
        assertThat(convert("Message-ID: <1@sender.test>\r\n\r\nü\r\n")).contains("Message-ID: <1@sender.test>");
    }

    /** Converts, and makes sure that the result has seven bits only. */
    private static String convert(String message) throws Exception {
        SevenBitBody body = SevenBitBody.of(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)));
        try (InputStream in = body.open()) {
            byte[] bytes = in.readAllBytes();
            String text = new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(text.chars()).allMatch(c -> c < 0x80);
            assertThat(body.size()).isEqualTo(bytes.length);
            return text;
        }
    }

    private static MimeMessage parse(String message) throws Exception {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(message.getBytes(StandardCharsets.US_ASCII)));
    }
}
