package io.sluice.testkit.smtp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;

/**
 * Buffered lines and message data over a socket. Output is held back while further commands are already in the input
 * buffer, so that a pipelining client gets its replies in one packet.
 */
final class Wire {

    private static final int MAX_LINE = 8 * 1024;
    private static final int MAX_MESSAGE = 64 * 1024 * 1024;

    private final byte[] buffer = new byte[32 * 1024];
    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private int position;
    private int filled;
    private byte[] message = new byte[16 * 1024];
    private int messageLength;

    Wire(Socket socket) throws IOException {
        use(socket);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = next.getInputStream();
        out = new BufferedOutputStream(next.getOutputStream(), 8 * 1024);
    }

    /** Goes on encrypted. What the client sent before the handshake is thrown away (RFC 3207 section 4.2). */
    void encrypt() throws IOException {
        flush();
        SSLSocket encrypted = (SSLSocket) TestCertificate.context()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        encrypted.setUseClientMode(false);
        encrypted.startHandshake();
        position = 0;
        filled = 0;
        use(encrypted);
    }

    /** Returns the next line without its end, or null at the end of the stream or for an endless line. */
    String readLine() throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        while (true) {
            if (position == filled && !fill()) {
                return null;
            }
            byte next = buffer[position++];
            if (next == '\n') {
                int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, end, StandardCharsets.UTF_8);
            }
            if (length == MAX_LINE) {
                return null;
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, length * 2);
            }
            line[length++] = next;
        }
    }

    /**
     * Reads message data up to CRLF dot CRLF and removes the dot stuffing (RFC 5321 section 4.5.2). The message is in
     * {@link #message()} afterwards.
     *
     * @return false when the stream ended first.
     */
    boolean readMessage() throws IOException {
        messageLength = 0;
        // What was last seen: 0 the end of a line, 1 a dot at the start of a line, 2 that dot and CR, 3 anything
        // else, 4 CR after anything else.
        int seen = 0;
        while (true) {
            if (position == filled && !fill()) {
                return false;
            }
            byte next = buffer[position++];
            switch (seen) {
                case 0 -> {
                    if (next == '.') {
                        seen = 1;
                        continue;
                    }
                    seen = next == '\r' ? 4 : 3;
                }
                case 1 -> {
                    if (next == '\r') {
                        seen = 2;
                        continue;
                    }
                    seen = 3;
                }
                case 2 -> {
                    if (next == '\n') {
                        return true;
                    }
                    append((byte) '\r');
                    seen = next == '\r' ? 4 : 3;
                }
                case 4 -> seen = next == '\n' ? 0 : next == '\r' ? 4 : 3;
                default -> seen = next == '\r' ? 4 : 3;
            }
            append(next);
        }
    }

    private void append(byte next) {
        if (messageLength == message.length) {
            if (messageLength >= MAX_MESSAGE) {
                return;
            }
            message = Arrays.copyOf(message, messageLength * 2);
        }
        message[messageLength++] = next;
    }

    /** Returns the last message; only the first {@link #messageLength()} bytes count, and only until the next one. */
    byte[] message() {
        return message;
    }

    int messageLength() {
        return messageLength;
    }

    void write(String text) throws IOException {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    void flush() throws IOException {
        out.flush();
    }

    private boolean fill() throws IOException {
        out.flush();
        int count = in.read(buffer);
        position = 0;
        filled = Math.max(count, 0);
        return count > 0;
    }
}
