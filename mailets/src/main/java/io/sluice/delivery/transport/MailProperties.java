package io.sluice.delivery.transport;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Properties;

/**
 * The settings as properties of the mail library, with the same meaning and precedence as in stock
 * {@code RemoteDelivery}: the {@code mail.*} properties come last.
 *
 * @param protocol {@code smtp} or {@code smtps}: the middle of the property names
 * @param values never changed after construction
 */
record MailProperties(String protocol, Properties values, Duration settingsTimeout) {
    private static final int SMTP = 25;

    static MailProperties of(TransportSettings settings) {
        String protocol = settings.ssl() ? "smtps" : "smtp";
        String prefix = "mail." + protocol;
        Properties values = new Properties();
        values.setProperty(
                prefix + ".timeout", String.valueOf(settings.timeout().toMillis()));
        values.setProperty(
                prefix + ".connectiontimeout",
                String.valueOf(settings.connectTimeout().toMillis()));
        values.setProperty(prefix + ".localhost", settings.heloName());
        values.setProperty(prefix + ".starttls.enable", String.valueOf(settings.startTls()));
        values.setProperty(prefix + ".ssl.enable", String.valueOf(settings.ssl()));
        values.setProperty(prefix + ".ssl.checkserveridentity", String.valueOf(settings.verifyServerIdentity()));
        values.setProperty(
                prefix + ".auth", String.valueOf(settings.credentials().isPresent()));
        settings.bind()
                .map(InetAddress::getHostAddress)
                .ifPresent(address -> values.setProperty(prefix + ".localaddress", address));
        settings.extraProperties().forEach(values::setProperty);
        if (settings.credentials().isEmpty()) {
            // Without credentials the library would give up before it connects; so the receiver's reply decides.
            values.setProperty(prefix + ".auth", "false");
        }
        MailProperties properties = new MailProperties(protocol, values, settings.timeout());
        if (properties.ssl()) {
            values.setProperty(prefix + ".starttls.enable", "false");
            values.setProperty(prefix + ".starttls.required", "false");
        }
        return properties;
    }

    String prefix() {
        return "mail." + protocol;
    }

    /** TLS from the first byte. */
    boolean ssl() {
        return Boolean.parseBoolean(values.getProperty(prefix() + ".ssl.enable"));
    }

    Duration replyTimeout() {
        return millis(".timeout", settingsTimeout);
    }

    Duration writeTimeout() {
        return millis(".writetimeout", replyTimeout());
    }

    /** The port: as in stock {@code RemoteDelivery}, the property counts where no other than the default was asked for. */
    int port(int requested) {
        if (requested != SMTP) {
            return requested;
        }
        return number(".port", SMTP);
    }

    /** For opening the TCP connection: without the library's write time-out, which costs a thread per connection. */
    Properties forConnecting() {
        Properties copy = new Properties();
        copy.putAll(values);
        copy.remove(prefix() + ".writetimeout");
        return copy;
    }

    /** The library takes zero and less for "for ever"; here, something always ends a wait. */
    private Duration millis(String name, Duration otherwise) {
        int value = number(name, 0);
        return value > 0 ? Duration.ofMillis(value) : otherwise;
    }

    private int number(String name, int otherwise) {
        String text = values.getProperty(prefix() + name);
        try {
            return text == null ? otherwise : Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
