package io.sluice.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The lines of a stream, each cut at a bound, however long it is. Bytes that are no UTF-8 become replacement characters.
 * Confined to one thread.
 */
public final class BoundedLines {
    /** Longest part of a line that is looked at, in bytes: four times what is kept of a reply, and room for its frame. */
    public static final int LONGEST = 32 * 1024;

    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private final InputStream in;
    private final byte[] buffer = new byte[64 * 1024];
    private final byte[] longLine = new byte[LONGEST];
    private int position;
    private int limit;
    private long number;

    /** @param in not closed here */
    public BoundedLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its end; empty at the end of the stream. */
    public Optional<String> next() throws IOException {
        int kept = 0;
        boolean begun = false;
        while (position < limit || fill()) {
            begun = true;
            int end = endOfLine();
            boolean ended = end < limit;
            if (ended && kept == 0) {
                String line = text(buffer, position, Math.min(end - position, LONGEST));
                position = end + 1;
                return Optional.of(line);
            }
            int taken = Math.min(end - position, LONGEST - kept);
            System.arraycopy(buffer, position, longLine, kept, taken);
            kept += taken;
            position = end + 1;
            if (ended) {
                return Optional.of(text(longLine, 0, kept));
            }
        }
        return begun ? Optional.of(text(longLine, 0, kept)) : Optional.empty();
    }

    /** The number of the line that {@link #next()} gave last, from 1. */
    public long number() {
        return number;
    }

    /** Whether {@link #next()} would probably have to wait for more input: the moment to show what there is. */
    public boolean isDrained() throws IOException {
        return position >= limit && in.available() == 0;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(buffer, 0, buffer.length));
        return limit > 0;
    }

    private int endOfLine() {
        int at = position;
        while (at < limit && buffer[at] != '\n') {
            at++;
        }
        return at;
    }

    private String text(byte[] bytes, int from, int length) {
        number++;
        int end = length > 0 && bytes[from + length - 1] == '\r' ? length - 1 : length;
        String line = new String(bytes, from, end, StandardCharsets.UTF_8);
        return number == 1 && !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? line.substring(1) : line;
    }
}
