package io.sluice.cli;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** Tells a person at a terminal how far a file was read, on one line that goes away at the end. */
final class Progress extends FilterInputStream {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration NEXT = Duration.ofMillis(250);
    private static final double MEGABYTE = 1_000_000;

    private final PrintStream terminal;
    private final InstantSource clock;
    private final long size;
    private final Instant start;
    private Instant due;
    private long read;
    private boolean shown;

    /** @param size of the whole input in bytes, above zero */
    Progress(InputStream in, long size, PrintStream terminal, InstantSource clock) {
        super(in);
        this.terminal = terminal;
        this.clock = clock;
        this.size = size;
        this.start = clock.instant();
        this.due = start.plus(FIRST);
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        advance(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        advance(Math.max(0, count));
        return count;
    }

    @Override
    public void close() throws IOException {
        if (shown) {
            terminal.print("\r\u001b[K");
            terminal.flush();
        }
        super.close();
    }

    private void advance(int bytes) {
        read += bytes;
        Instant now = clock.instant();
        if (now.isBefore(due)) {
            return;
        }
        due = now.plus(NEXT);
        shown = true;
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        terminal.print(String.format(
                Locale.ROOT,
                "\r%3d %%  %.1f of %.1f MB  %.1f MB/s\u001b[K",
                100 * read / size,
                read / MEGABYTE,
                size / MEGABYTE,
                read / MEGABYTE / seconds));
        terminal.flush();
    }
}
