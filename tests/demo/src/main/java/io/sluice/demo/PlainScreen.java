package io.sluice.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** No terminal, for example a file: the table comes anew every few seconds. */
final class PlainScreen implements Screen {
    private static final long EVERY = TimeUnit.SECONDS.toNanos(5);

    private final PrintStream out;
    private final LongSupplier ticker;
    private List<String> latest = List.of();
    private boolean printed = true;
    private long last;

    PlainScreen(PrintStream out) {
        this(out, System::nanoTime);
    }

    /** With a source of time in nanoseconds. */
    PlainScreen(PrintStream out, LongSupplier ticker) {
        this.out = out;
        this.ticker = ticker;
        this.last = ticker.getAsLong() - EVERY;
    }

    @Override
    public void say(String line) {
        out.println(Printable.line(line));
    }

    @Override
    public void announce(String line) {
        say(line);
    }

    @Override
    public void show(List<String> table) {
        latest = table;
        printed = false;
        if (ticker.getAsLong() - last >= EVERY) {
            print();
        }
    }

    private void print() {
        last = ticker.getAsLong();
        printed = true;
        latest.forEach(this::say);
    }

    @Override
    public void finish() {
        if (!printed) {
            print();
        }
    }
}
