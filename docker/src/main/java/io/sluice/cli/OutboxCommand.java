package io.sluice.cli;

import io.sluice.OutboxPlace;
import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxBackup;
import io.sluice.outbox.sql.OutboxTransfer;
import io.sluice.outbox.sql.StoppedOutbox;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies of the outbox, and its move to another place. */
@Command(
        name = "outbox",
        sortOptions = false,
        usageHelpWidth = 100,
        synopsisSubcommandLabel = "backup|restore|export|import",
        description =
                "Backs up and restores the mail that waits in the outbox, and moves it to another place: from files"
                        + " to PostgreSQL, back, or to another server.",
        footer = {
            "",
            "docker/run.sh outbox COMMAND --help has the options of each. docs/operations.md says what to do when.",
            "",
            "Exit codes: 0 done; 1 exported, but some mail could not be read and is not in the file;",
            "2 trouble, and nothing was changed."
        })
final class OutboxCommand implements Runnable {
    /** The work is done, but not all mail could be read. */
    static final int INCOMPLETE = 1;

    private static final int MOST_NAMED = 20;

    private final Environment environment;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    @Spec
    private CommandSpec spec;

    OutboxCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name what to do: " + spec.subcommands().keySet());
    }

    /** Where the outbox is. */
    static final class Where {
        @Option(
                names = "--home",
                paramLabel = "DIRECTORY",
                description =
                        "Of the server; its conf/sluice.properties says where the outbox is. Default: ${DEFAULT-VALUE}.",
                defaultValue = "./sluice-home")
        private Path home = Path.of("sluice-home");

        @Option(
                names = "--directory",
                paramLabel = "DIRECTORY",
                description = "Of the files of an embedded outbox, whatever the server's configuration says.")
        private Optional<Path> directory = Optional.empty();

        @Option(names = "--help", usageHelp = true, description = "This text.")
        @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
        private boolean help;

        private OutboxPlace place() {
            return directory.map(OutboxPlace::inDirectory).orElseGet(() -> OutboxPlace.ofServer(home));
        }

        private Path files(String command) {
            return place().directory()
                    .orElseThrow(() -> new TroubleException(
                            "outbox.url is set in sluice.properties: the outbox is in PostgreSQL, and outbox " + command
                                    + " is for the embedded one. Use pg_dump --schema=sluice and pg_restore; or outbox"
                                    + " export and import, with the servers stopped."));
        }
    }

    @Command(
            name = "backup",
            sortOptions = false,
            usageHelpWidth = 100,
            description = "Writes the embedded outbox of this moment into a file, also while the server runs.")
    int backup(
            @Mixin Where where,
            @Parameters(paramLabel = "FILE", description = "The file to be made; there must be none.") Path file) {
        return doing(() -> {
            tell(OutboxBackup.write(where.files("backup"), file), "saved", file);
            return CommandLineMain.OK;
        });
    }

    @Command(
            name = "restore",
            sortOptions = false,
            usageHelpWidth = 100,
            description = "Makes the embedded outbox from such a file. The server must be stopped, and have no outbox.")
    int restore(@Mixin Where where, @Parameters(paramLabel = "FILE", description = "A backup.") Path file) {
        return doing(() -> {
            tell(OutboxBackup.restore(file, where.files("restore")), "restored", file);
            return CommandLineMain.OK;
        });
    }

    @Command(
            name = "export",
            sortOptions = false,
            usageHelpWidth = 100,
            description = {
                "Writes all mail of the outbox, embedded or in PostgreSQL, into a file that outbox import reads.",
                "All servers of the outbox must be stopped, and must not be started on it again: mail that they send after"
                        + " that is in the file too, and would be sent twice. The outbox is not changed."
            })
    int export(
            @Mixin Where where,
            @Parameters(paramLabel = "FILE", description = "The file to be made; there must be none.") Path file) {
        return doing(() -> {
            try (StoppedOutbox outbox = where.place().open()) {
                OutboxTransfer.Exported exported =
                        OutboxTransfer.export(outbox, file, environment.clock().instant());
                tell(exported.entries(), "exported", file);
                tellLeft(exported.left());
                return exported.left().isEmpty() ? CommandLineMain.OK : INCOMPLETE;
            }
        });
    }

    @Command(
            name = "import",
            sortOptions = false,
            usageHelpWidth = 100,
            description = {
                "Takes all mail of such a file over into the outbox, embedded or in PostgreSQL, which must have no mail and no"
                        + " running server. All of it is taken over or nothing."
            })
    int importFrom(
            @Mixin Where where, @Parameters(paramLabel = "FILE", description = "What outbox export wrote.") Path file) {
        return doing(() -> {
            try (StoppedOutbox outbox = where.place().openOrMake()) {
                tell(OutboxTransfer.importFrom(file, outbox).entries(), "imported", file);
                return CommandLineMain.OK;
            }
        });
    }

    private interface Work {
        int run();
    }

    private static int doing(Work work) {
        try {
            return work.run();
        } catch (OutboxException | IllegalArgumentException e) {
            throw new TroubleException(e.getMessage(), e);
        }
    }

    private void tell(long entries, String what, Path file) {
        environment.err().println(entries + " entries " + what + ": " + SafeText.oneLine(file.toString()));
    }

    private void tellLeft(List<Long> left) {
        if (!left.isEmpty()) {
            String numbers =
                    left.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            environment
                    .err()
                    .println(String.format(
                            Locale.ROOT,
                            "%d entries cannot be read or were set aside, and are not in the file: %s%s",
                            left.size(),
                            numbers,
                            left.size() > MOST_NAMED ? " and more" : ""));
        }
    }
}
