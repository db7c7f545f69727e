package io.sluice.cli;

import io.sluice.outbox.OutboxException;
import io.sluice.outbox.sql.OutboxBackup;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Copies of the embedded outbox. */
@Command(
        name = "outbox",
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Backs up and restores the mail that waits in the embedded outbox.",
        footer = {"", "Exit codes: 0 done; 2 trouble, and nothing was changed."})
final class OutboxCommand implements Runnable {
    private final Environment environment;

    @Spec
    private CommandSpec spec;

    OutboxCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "name what to do: " + spec.subcommands().keySet());
    }

    /** Where the outbox is. */
    static final class Where {
        @Option(
                names = "--home",
                paramLabel = "DIRECTORY",
                description = "Of the server. Default: ${DEFAULT-VALUE}.",
                defaultValue = "./sluice-home")
        private Path home = Path.of("sluice-home");

        @Option(
                names = "--directory",
                paramLabel = "DIRECTORY",
                description = "Of the outbox, where sluice.properties names another one than var/outbox.")
        private Optional<Path> directory = Optional.empty();

        private Path path() {
            return directory.orElseGet(() -> home.resolve("var").resolve("outbox"));
        }
    }

    @Command(
            name = "backup",
            usageHelpWidth = 100,
            description = "Writes the outbox of this moment into a file, also while the server runs.")
    int backup(
            @picocli.CommandLine.Mixin Where where,
            @Parameters(paramLabel = "FILE", description = "The file to be made; there must be none.") Path file) {
        return tell("saved", file, directory -> OutboxBackup.write(directory, file), where);
    }

    @Command(
            name = "restore",
            usageHelpWidth = 100,
            description = "Makes the outbox from such a file. The server must be stopped, and have no outbox.")
    int restore(
            @picocli.CommandLine.Mixin Where where,
            @Parameters(paramLabel = "FILE", description = "A backup.") Path file) {
        return tell("restored", file, directory -> OutboxBackup.restore(file, directory), where);
    }

    private int tell(String what, Path file, ToLongFunction<Path> work, Where where) {
        try {
            long entries = work.applyAsLong(where.path());
            environment.err().println(entries + " entries " + what + ": " + SafeText.oneLine(file.toString()));
            return CommandLineMain.OK;
        } catch (OutboxException e) {
            throw new TroubleException(e.getMessage(), e);
        }
    }
}
