package io.sluice.delivery.transport;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import io.sluice.delivery.transport.TransportSettings.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings, envelopes and bodies of the tests. */
final class Fixtures {
    static final String HOST = "mx.receiver.test";
    static final String ALICE = "alice@sender.test";
    static final String BOB = "bob@receiver.test";
    static final String CAROL = "carol@receiver.test";
    static final String DAVE = "dave@receiver.test";

    private Fixtures() {}

    static Route route(ScriptedReceiver receiver) {
        return settings().to(receiver);
    }

    static SettingsBuilder settings() {
        return new SettingsBuilder();
    }

    static Envelope envelope(String... recipients) {
        return new Envelope(
                Optional.of(ALICE),
                Stream.of(recipients).map(Fixtures::recipient).toList(),
                Optional.empty(),
                Optional.empty());
    }

    static EnvelopeRecipient recipient(String address) {
        return new EnvelopeRecipient(address, Optional.empty(), Optional.empty());
    }

    static MessageBody body(String text) {
        return new TextBody(text.getBytes(StandardCharsets.UTF_8));
    }

    static MessageBody body() {
        return body("Subject: hello\r\n\r\nHello Bob\r\n");
    }

    /** A body with {@code size} bytes stated, from any source. */
    static MessageBody body(long size, Source source) {
        return new MessageBody() {
            @Override
            public long size() {
                return size;
            }

            @Override
            public boolean eightBit() {
                return false;
            }

            @Override
            public InputStream open() throws IOException {
                return source.open();
            }
        };
    }

    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    private static final class TextBody implements MessageBody {
        private final byte[] bytes;

        private TextBody(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public boolean eightBit() {
            for (byte b : bytes) {
                if (b < 0) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public InputStream open() {
            return new ByteArrayInputStream(bytes);
        }
    }

    /** Settings with patient defaults; a test names only what matters to it. */
    static final class SettingsBuilder {
        private Optional<InetAddress> bind = Optional.empty();
        private boolean startTls;
        private boolean ssl;
        private boolean verify;
        private Optional<Credentials> credentials = Optional.empty();
        private Duration timeout = Duration.ofSeconds(10);
        private int maximumMessages = 100;
        private Duration idle = Duration.ofMinutes(1);
        private final Map<String, String> extra = new HashMap<>();

        SettingsBuilder bind(InetAddress address) {
            bind = Optional.of(address);
            return this;
        }

        SettingsBuilder startTls() {
            startTls = true;
            return this;
        }

        SettingsBuilder ssl() {
            ssl = true;
            return this;
        }

        SettingsBuilder verifyServerIdentity() {
            verify = true;
            return this;
        }

        SettingsBuilder credentials(String user, String password) {
            credentials = Optional.of(new Credentials(user, password));
            return this;
        }

        SettingsBuilder timeout(Duration duration) {
            timeout = duration;
            return this;
        }

        SettingsBuilder maximumMessages(int count) {
            maximumMessages = count;
            return this;
        }

        SettingsBuilder idle(Duration duration) {
            idle = duration;
            return this;
        }

        SettingsBuilder extra(String name, String value) {
            extra.put(name, value);
            return this;
        }

        TransportSettings build() {
            return new TransportSettings(
                    bind,
                    "client.sender.test",
                    startTls,
                    ssl,
                    verify,
                    credentials,
                    Duration.ofSeconds(5),
                    timeout,
                    maximumMessages,
                    idle,
                    extra);
        }

        Route to(ScriptedReceiver receiver) {
            return new Route(HOST, receiver.address(), receiver.port(), build());
        }
    }
}
