package io.sluice.mailets;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import org.apache.mailet.Attribute;
import org.apache.mailet.AttributeName;
import org.apache.mailet.Mail;
import org.apache.mailet.base.test.FakeMail;

/** Mail with a message of the test, and what a mailet noted in it. */
final class TestMail {
    private TestMail() {}

    /** A mail with this message; its lines may end as they like. */
    static Mail of(String message) throws MessagingException {
        byte[] bytes = message.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return FakeMail.builder()
                .name("mail")
                .mimeMessage(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(bytes)))
                .build();
    }

    /** An attribute that is a text. */
    static Optional<String> text(Mail mail, AttributeName name) {
        return mail.getAttribute(name).map(Attribute::getValue).flatMap(value -> value.valueAs(String.class));
    }
}
