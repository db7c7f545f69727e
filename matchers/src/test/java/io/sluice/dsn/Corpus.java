package io.sluice.dsn;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Notifications as servers write them, under the test resources. */
final class Corpus {
    static final List<String> NOTIFICATIONS = List.of(
            "exchange-online-ndr.eml",
            "exchange-online-expired.eml",
            "exchange-online-delay.eml",
            "postfix-bounce.eml",
            "postfix-delay.eml",
            "sendmail.eml",
            "exim.eml",
            "james.eml",
            "gmail.eml",
            "gmail-delay.eml",
            "smtputf8.eml",
            "japanese.eml",
            "several.eml");

    private Corpus() {}

    /** As it is sent, with CRLF. */
    static byte[] bytes(String file) throws IOException {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            String text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    static InputStream open(String file) throws IOException {
        return new ByteArrayInputStream(bytes(file));
    }
}
