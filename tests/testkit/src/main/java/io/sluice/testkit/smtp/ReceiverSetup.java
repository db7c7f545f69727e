package io.sluice.testkit.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** How a receiver is to start: on an ephemeral port of 127.0.0.1 with system time, remembering whole messages. */
public final class ReceiverSetup {

    private final String host;
    private InetAddress address = InetAddress.getLoopbackAddress();
    private int port;
    private InstantSource time = InstantSource.system();
    private Recording recording = Recording.MESSAGES;
    private final Set<Extension> offered =
            EnumSet.complementOf(EnumSet.of(Extension.STARTTLS, Extension.AUTH, Extension.SMTPUTF8));

    ReceiverSetup(String host) {
        this.host = host;
    }

    /** The textual loopback address to listen on, such as {@code 127.0.0.2} or {@code ::1}. */
    public ReceiverSetup address(String loopback) {
        try {
            address = InetAddress.getByName(loopback);
        } catch (IOException e) {
            throw new IllegalArgumentException("No IP address: " + loopback, e);
        }
        return this;
    }

    /** The port to listen on, 0 for an ephemeral one. */
    public ReceiverSetup port(int number) {
        port = number;
        return this;
    }

    /** The time that is recorded. */
    public ReceiverSetup time(InstantSource source) {
        time = source;
        return this;
    }

    /** How much is remembered. */
    public ReceiverSetup remembering(Recording what) {
        recording = what;
        return this;
    }

    /** Offers further extensions. STARTTLS, AUTH and SMTPUTF8 are the ones that are not offered anyway. */
    public ReceiverSetup offering(Extension... extensions) {
        offered.addAll(List.of(extensions));
        return this;
    }

    /**
     * Opens the port.
     *
     * @throws UncheckedIOException when it can not be bound.
     */
    public SimulatedReceiver start() {
        SimulatedReceiver receiver = new SimulatedReceiver(this);
        receiver.up();
        return receiver;
    }

    String host() {
        return host;
    }

    InetAddress address() {
        return address;
    }

    int port() {
        return port;
    }

    InstantSource time() {
        return time;
    }

    Recording recording() {
        return recording;
    }

    Set<Extension> offered() {
        return offered;
    }
}
