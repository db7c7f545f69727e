package io.sluice.demo;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * {@code docker/run.sh --demo}. Exit codes: 0 when every mail arrived exactly once, 1 when not, 2 for wrong options.
 *
 * <p>System properties: {@code sluice.server.directory} names the assembled server; {@code sluice.demo.columns} is the
 * width of the terminal, absent when the output is no terminal.
 */
public final class DemoMain {
    private DemoMain() {}

    public static void main(String[] arguments) {
        DemoOptions options;
        try {
            options = DemoOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("run.sh --demo: " + Printable.line(e.getMessage()) + "\n\n" + DemoOptions.HELP);
            System.exit(2);
            return;
        }
        if (options.help()) {
            System.out.print(DemoOptions.HELP);
            return;
        }
        Integer columns = Integer.getInteger("sluice.demo.columns");
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.US_ASCII);
        Screen screen = columns == null ? new PlainScreen(out) : new LiveScreen(out, columns);
        System.exit(new Demo(options, screen).run() ? 0 : 1);
    }
}
