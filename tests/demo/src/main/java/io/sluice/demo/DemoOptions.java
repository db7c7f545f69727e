package io.sluice.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the command line says.
 *
 * @param home where the server keeps configuration and data; a temporary directory when empty
 * @param mails how many mails are submitted
 * @param help whether only the help is wanted
 */
record DemoOptions(Optional<Path> home, int mails, boolean help) {
    static final String HELP =
            """
            Usage: docker/run.sh --demo [option]...

            Runs a real James with Sluice against simulated Microsoft receivers on this machine, shows what happens,
            and ends with exit code 0 only if every mail arrived exactly once. No Internet, no root.

              --home DIRECTORY   a new directory for the server's configuration and data, kept afterwards
                                 (default: a temporary one)
              --mails NUMBER     how many mails are submitted, 50 to 5000 (default: 400)
              --help             this text
            """;

    private static final int FEWEST = 50;
    private static final int MOST = 5000;

    /**
     * Reads the command line.
     *
     * @throws IllegalArgumentException with a message for people, when something is wrong with it
     */
    static DemoOptions parse(String... arguments) {
        Optional<Path> home = Optional.empty();
        int mails = 400;
        boolean help = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--home" -> home = Optional.of(newDirectory(value(arguments, i++)));
                case "--mails" -> mails = number(value(arguments, i++));
                case "--help" -> help = true;
                default -> throw new IllegalArgumentException("unknown option '" + arguments[i] + "'");
            }
        }
        return new DemoOptions(home, mails, help);
    }

    private static String value(String[] arguments, int option) {
        if (option + 1 == arguments.length || arguments[option + 1].isEmpty()) {
            throw new IllegalArgumentException(arguments[option] + " needs a value");
        }
        return arguments[option + 1];
    }

    private static int number(String value) {
        if (value.matches("[0-9]{1,6}")) {
            int number = Integer.parseInt(value);
            if (number >= FEWEST && number <= MOST) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "--mails is a number from " + FEWEST + " to " + MOST + ", not '" + value + "'");
    }

    /** Somebody's server may live in a directory that is there: the demonstration changes no configuration of others. */
    private static Path newDirectory(String value) {
        Path directory = Path.of(value).toAbsolutePath();
        if (!Files.exists(directory)) {
            return directory;
        }
        if (Files.isDirectory(directory)) {
            try (Stream<Path> content = Files.list(directory)) {
                if (content.findAny().isEmpty()) {
                    return directory;
                }
            } catch (IOException e) {
                throw new IllegalArgumentException("--home '" + value + "' cannot be read", e);
            }
        }
        throw new IllegalArgumentException("--home '" + value + "' is there already; name a new or empty directory");
    }
}
