package io.sluice.demo;

import java.io.PrintStream;
import java.util.List;

/** A terminal: the table is at the bottom and is written over. */
final class LiveScreen implements Screen {
    private static final String BOLD = "\u001b[1m";
    private static final String PLAIN = "\u001b[0m";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final int NARROWEST = 40;

    private final PrintStream out;
    private final int columns;
    private List<String> table = List.of();

    LiveScreen(PrintStream out, int columns) {
        this.out = out;
        this.columns = Math.max(NARROWEST, columns);
    }

    @Override
    public void say(String line) {
        print(Printable.line(line) + "\n");
    }

    @Override
    public void announce(String line) {
        print(BOLD + Printable.line(line) + PLAIN + "\n");
    }

    private void print(String text) {
        out.print(erase() + text + draw(table));
        out.flush();
    }

    @Override
    public void show(List<String> lines) {
        String erase = erase();
        // A line that wraps would take two rows, and the next picture would begin one too low.
        table = lines.stream().map(line -> Printable.line(line, columns - 1)).toList();
        out.print(erase + draw(table));
        out.flush();
    }

    private String erase() {
        return table.isEmpty() ? "" : "\u001b[" + table.size() + "A\r" + ERASE_BELOW;
    }

    private static String draw(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    @Override
    public void finish() {
        table = List.of();
    }
}
