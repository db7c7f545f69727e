package io.sluice.delivery.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The input of a session. Hands out at most one line at a time, so that what follows a reply stays visible here and does
 * not become the reply to the next command. Bounds the size of a reply, and stops at the first line that does not begin
 * with a reply code, because the mail library does neither. Not safe for several threads.
 */
final class ReplyInput extends InputStream {
    /** Longest reply over all its lines, in bytes. */
    static final int MAXIMUM_BYTES = 64 * 1024;

    static final int MAXIMUM_LINES = 512;

    private static final int CODE_LENGTH = 3;
    private static final int MAXIMUM_QUOTE = 200;

    private final byte[] buffer = new byte[8192];
    private InputStream source;
    private int position;
    private int limit;
    private int bytes;
    private int lines;
    private int column;
    private boolean ended;

    ReplyInput(InputStream source) {
        this.source = source;
    }

    /** From here on, the bounds apply to the next reply. */
    void beginReply() {
        bytes = 0;
        lines = 0;
        column = 0;
    }

    /** Goes on reading elsewhere, once TLS is up. */
    void continueWith(InputStream other) {
        source = other;
        position = 0;
        limit = 0;
    }

    /** Whether bytes have arrived that nobody asked for yet. */
    boolean hasPending() throws IOException {
        return position < limit || source.available() > 0;
    }

    /** Whether the peer closed its side. */
    boolean isEnded() {
        return ended;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == limit && !fill()) {
            return -1;
        }
        int count = restOfLine(Math.min(length, limit - position));
        check(count);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        int count = source.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(count, 0);
        ended = count < 0;
        return count > 0;
    }

    private int restOfLine(int most) {
        for (int i = 0; i < most; i++) {
            if (buffer[position + i] == '\n') {
                return i + 1;
            }
        }
        return most;
    }

    private void check(int count) throws NotAReplyException {
        for (int i = position; i < position + count && column < CODE_LENGTH; i++, column++) {
            if (buffer[i] < (column == 0 ? '2' : '0') || buffer[i] > (column == 0 ? '5' : '9')) {
                throw new NotAReplyException("Not an SMTP reply: " + quote());
            }
        }
        bytes += count;
        if (buffer[position + count - 1] == '\n') {
            lines++;
            column = 0;
        }
        if (bytes > MAXIMUM_BYTES || lines > MAXIMUM_LINES) {
            throw new NotAReplyException(
                    "The reply is longer than " + MAXIMUM_BYTES + " bytes or " + MAXIMUM_LINES + " lines");
        }
    }

    private String quote() {
        int length = Math.min(limit - position, MAXIMUM_QUOTE);
        return new String(buffer, position, length, StandardCharsets.ISO_8859_1);
    }

    /** Something else than a reply, or more than a reply may have. */
    static final class NotAReplyException extends IOException {
        private NotAReplyException(String message) {
            super(message);
        }
    }
}
