package io.sluice.watch;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.mail.internet.AddressException;
import org.apache.commons.configuration2.Configuration;
import org.apache.james.core.MailAddress;

/**
 * What {@code sluice.properties} says about who is told of events.
 *
 * @param mail key {@code events.mail}: {@code off}, {@code postmaster}, or an address
 * @param mailPeriod key {@code events.mail.period}: no more than one mail in this time
 * @param webhook key {@code events.webhook.url}; empty: none
 * @param secret key {@code events.webhook.secret}; empty when it is in a file
 * @param secretFile key {@code events.webhook.secret-file}: a path or a James file URL
 */
public record EventSettings(
        String mail, Duration mailPeriod, Optional<URI> webhook, Optional<String> secret, Optional<String> secretFile) {
    public static final String MAIL = "events.mail";
    public static final String MAIL_PERIOD = "events.mail.period";
    public static final String URL = "events.webhook.url";
    public static final String SECRET = "events.webhook.secret";
    public static final String SECRET_FILE = "events.webhook.secret-file";
    public static final List<String> KEYS = List.of(MAIL, MAIL_PERIOD, URL, SECRET, SECRET_FILE);

    static final String OFF = "off";
    static final String POSTMASTER = "postmaster";

    /**
     * Reads the keys.
     *
     * @throws IllegalArgumentException naming key, value and what is allowed
     */
    public static EventSettings from(Configuration configuration) {
        Keys keys = new Keys(configuration);
        Optional<URI> url = keys.text(URL).map(EventSettings::url);
        Optional<String> secret = keys.text(SECRET);
        Optional<String> secretFile = keys.text(SECRET_FILE);
        if (secret.isPresent() && secretFile.isPresent()) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + SECRET + " and " + SECRET_FILE + " exclude each other");
        }
        if (url.isPresent() == (secret.isEmpty() && secretFile.isEmpty())) {
            throw new IllegalArgumentException("sluice.properties: " + URL + " and " + SECRET + " (or " + SECRET_FILE
                    + ") need each other: what is sent is signed");
        }
        secret.ifPresent(EventSettings::requireSecret);
        return new EventSettings(
                mail(keys.text(MAIL, OFF)),
                keys.duration(MAIL_PERIOD, Duration.ofMinutes(15), Duration.ofSeconds(1), Duration.ofDays(1)),
                url,
                secret,
                secretFile);
    }

    /** Whether somebody is told by mail. */
    public boolean mails() {
        return !mail.equals(OFF);
    }

    /**
     * The secret, from its file if it has one.
     *
     * @param files finds the file of a path or a James file URL
     * @throws IllegalArgumentException when the file cannot be read, or its first line is no secret
     */
    public String readSecret(Function<String, Path> files) {
        if (secretFile.isEmpty()) {
            return secret.orElseThrow();
        }
        try {
            return requireSecret(Files.readString(files.apply(secretFile.get()))
                    .lines()
                    .findFirst()
                    .orElse(""));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + SECRET_FILE + " names a file that cannot be read: " + e, e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "events: mail " + mail + ", webhook " + webhook;
    }

    /** @throws IllegalArgumentException when it is too short to be one */
    static String requireSecret(String secret) {
        if (secret.length() < 16 || secret.length() > 1000) {
            throw new IllegalArgumentException(
                    "sluice.properties: " + SECRET + " is not allowed; allowed: 16 to 1000 characters");
        }
        return secret;
    }

    private static String mail(String value) {
        if (!value.equals(OFF) && !value.equals(POSTMASTER)) {
            try {
                return new MailAddress(value).asString();
            } catch (AddressException e) {
                throw new IllegalArgumentException(
                        Keys.notAllowed(MAIL, value, "off, postmaster, or a mail address")
                                .getMessage(),
                        e);
            }
        }
        return value;
    }

    private static URI url(String value) {
        try {
            URI url = new URI(value);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (web && url.getHost() != null && url.getUserInfo() == null && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    Keys.notAllowed(URL, value, "a URL that begins with https:// or http://")
                            .getMessage(),
                    e);
        }
        throw Keys.notAllowed(URL, value, "a URL that begins with https:// or http://, without a user and a fragment");
    }
}
