package io.sluice.delivery.transport;

import com.sun.mail.util.SocketFetcher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Properties;

/**
 * The connection as the mail library sees it: a socket whose input is bounded, whose operations have deadlines, and that
 * goes over to TLS underneath the library's streams. To close it is to drop it at once, without a word to the peer.
 *
 * <p>One thread uses it at a time; {@link #close()} may come from any thread.
 */
final class Wire extends Socket {
    private static final int PEEK_MILLIS = 1;

    private final Socket tcp;
    private final InetAddress remote;
    private final Watchdog watchdog;
    private final Duration writeTimeout;
    private final ReplyInput input;
    private final OutputStream output = new Output();
    private Socket layer;
    private volatile boolean expired;

    /**
     * @param tcp a connected socket
     * @param hostName the name that the library shall know the peer by
     */
    Wire(Socket tcp, String hostName, Watchdog watchdog, Duration writeTimeout) throws IOException {
        super((SocketImpl) null);
        this.tcp = tcp;
        this.layer = tcp;
        this.remote = InetAddress.getByAddress(hostName, tcp.getInetAddress().getAddress());
        this.watchdog = watchdog;
        this.writeTimeout = writeTimeout;
        this.input = new ReplyInput(tcp.getInputStream());
        tcp.setTcpNoDelay(true);
    }

    /** Closes the connection unless the deadline is met. */
    Watchdog.Deadline within(Duration limit) {
        return watchdog.within(limit, () -> {
            expired = true;
            drop();
        });
    }

    /** Whether a deadline closed the connection. */
    boolean isExpired() {
        return expired;
    }

    ReplyInput replies() {
        return input;
    }

    boolean isSecured() {
        return layer != tcp;
    }

    /**
     * Goes over to TLS, verified as the properties {@code prefix.ssl.*} say.
     *
     * @throws IOException also when plain bytes lie before the handshake: somebody injected them (RFC 3207 section 6)
     */
    void secure(String hostName, Properties properties, String prefix, Duration limit) throws IOException {
        if (input.hasPending()) {
            throw new IOException("Bytes in clear before the TLS handshake");
        }
        Watchdog.Deadline deadline = within(limit);
        try {
            layer = SocketFetcher.startTLS(tcp, hostName, properties, prefix);
        } finally {
            deadline.met();
        }
        input.continueWith(layer.getInputStream());
    }

    /**
     * Whether nothing happened on an idle connection: no data, which could only be a farewell, and no end of it. Takes a
     * millisecond and sends nothing.
     */
    boolean isQuiet() {
        try {
            if (tcp.isClosed() || input.hasPending()) {
                return false;
            }
            return !peek();
        } catch (IOException e) {
            return false;
        }
    }

    private boolean peek() throws IOException {
        int timeout = tcp.getSoTimeout();
        tcp.setSoTimeout(PEEK_MILLIS);
        try {
            // What is read here is lost, and with it the connection: also under TLS, where it is part of a record.
            int ignored = tcp.getInputStream().read();
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            tcp.setSoTimeout(timeout);
        }
    }

    /** Closes in good order: with TLS's own farewell, if that takes no longer than the limit. */
    void closeGently(Duration limit) {
        Watchdog.Deadline deadline = within(limit);
        try {
            layer.close();
        } catch (IOException e) {
            drop();
        } finally {
            deadline.met();
        }
    }

    private void drop() {
        try {
            tcp.close();
        } catch (IOException e) {
            // There is nothing left that could be closed.
            expired = expired || !tcp.isClosed();
        }
    }

    @Override
    public synchronized void close() {
        drop();
    }

    @Override
    public boolean isClosed() {
        return tcp.isClosed();
    }

    @Override
    public boolean isConnected() {
        return tcp.isConnected();
    }

    @Override
    public boolean isBound() {
        return tcp.isBound();
    }

    @Override
    public InputStream getInputStream() {
        return input;
    }

    @Override
    public OutputStream getOutputStream() {
        return output;
    }

    @Override
    public InetAddress getInetAddress() {
        return remote;
    }

    @Override
    public int getPort() {
        return tcp.getPort();
    }

    @Override
    public InetAddress getLocalAddress() {
        return tcp.getLocalAddress();
    }

    @Override
    public int getLocalPort() {
        return tcp.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return tcp.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return tcp.getLocalSocketAddress();
    }

    @Override
    public String toString() {
        return remote + ":" + tcp.getPort();
    }

    /** Each write must make progress within the write time-out. */
    private final class Output extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Watchdog.Deadline deadline = within(writeTimeout);
            try {
                layer.getOutputStream().write(bytes, offset, length);
            } finally {
                deadline.met();
            }
        }

        @Override
        public void flush() throws IOException {
            layer.getOutputStream().flush();
        }
    }
}
