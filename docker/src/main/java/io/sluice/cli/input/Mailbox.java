package io.sluice.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The messages of a mailbox file (RFC 4155): each begins with a line {@code From ...} at the beginning of the file or
 * after an empty line. Holds no message in memory. Confined to one thread.
 */
final class Mailbox {
    private static final byte[] SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private int position;
    private int limit;
    private boolean exhausted;
    private boolean afterEmptyLine = true;
    private boolean atLineStart = true;
    private boolean lineIsEmpty = true;
    private boolean inMessage;

    /** @param in not closed here */
    Mailbox(InputStream in) {
        this.in = in;
    }

    /** Goes to the next message, wherever the last one was left; false at the end. */
    boolean next() throws IOException {
        byte[] rest = new byte[8 * 1024];
        while (inMessage && read(rest, 0, rest.length) >= 0) {
            // The rest of the last message is of no interest.
        }
        if (!lookAhead()) {
            return false;
        }
        inMessage = true;
        if (atSeparator()) {
            skipLine();
        }
        return true;
    }

    /** The current message without its {@code From } line; ends with it. */
    InputStream message() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return Mailbox.this.read(bytes, offset, length);
            }
        };
    }

    /** At most one line at a time, so that each beginning of a line is looked at. */
    private int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!inMessage || !lookAhead() || (afterEmptyLine && atSeparator())) {
            inMessage = false;
            return -1;
        }
        int end = Math.min(limit, position + length);
        int at = position;
        while (at < end && buffer[at] != '\n') {
            at++;
        }
        boolean ended = at < end;
        int count = (ended ? at + 1 : at) - position;
        lineIsEmpty = lineIsEmpty && isEmpty(position, at);
        System.arraycopy(buffer, position, bytes, offset, count);
        position += count;
        atLineStart = ended;
        if (ended) {
            afterEmptyLine = lineIsEmpty;
            lineIsEmpty = true;
        } else {
            afterEmptyLine = false;
        }
        return count;
    }

    private boolean isEmpty(int from, int to) {
        return from == to || (to - from == 1 && buffer[from] == '\r');
    }

    private boolean atSeparator() {
        if (!atLineStart || limit - position < SEPARATOR.length) {
            return false;
        }
        for (int i = 0; i < SEPARATOR.length; i++) {
            if (buffer[position + i] != SEPARATOR[i]) {
                return false;
            }
        }
        return true;
    }

    private void skipLine() throws IOException {
        while (lookAhead()) {
            byte next = buffer[position++];
            if (next == '\n') {
                break;
            }
        }
        atLineStart = true;
        afterEmptyLine = false;
        lineIsEmpty = true;
    }

    /** Whether there is more; sees to it that a separator would be in the buffer as a whole. */
    private boolean lookAhead() throws IOException {
        while (!exhausted && limit - position < SEPARATOR.length) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
            int count = in.read(buffer, limit, buffer.length - limit);
            exhausted = count < 0;
            limit += Math.max(0, count);
        }
        return position < limit;
    }
}
