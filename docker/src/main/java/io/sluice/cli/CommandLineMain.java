package io.sluice.cli;

import io.sluice.cli.server.ServerException;
import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the commands of {@code docker/run.sh}. */
@Command(name = "docker/run.sh", description = "Commands beside the server.")
public final class CommandLineMain implements Runnable {
    /** The work is done. */
    static final int OK = 0;
    /** The work is done, and two things that were compared differ. */
    static final int DIFFERENT = 1;
    /** The work could not be done: bad options, a file that cannot be read, rules with a fault. */
    static final int TROUBLE = 2;
    /** The work is done, and there was nothing in the input. */
    static final int NOTHING = 3;

    @Spec
    private CommandSpec spec;

    private final Environment environment;

    CommandLineMain(Environment environment) {
        this.environment = environment;
    }

    /** Ends the process with the exit code of the command. */
    public static void main(String[] arguments) {
        Environment environment = new Environment(
                new BufferedInputStream(new FileInputStream(FileDescriptor.in), 1),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Clock.systemUTC(),
                ZoneId.systemDefault(),
                Environment.Terminal.of(System.getProperty("sluice.cli.terminal", "")));
        System.exit(new CommandLineMain(environment).run(arguments));
    }

    int run(String... arguments) {
        CommandLine commandLine = new CommandLine(this)
                .addSubcommand(new ClassifyCommand(environment))
                .addSubcommand(new OutboxCommand(environment))
                .addSubcommand(new StatusCommand(environment))
                .addSubcommand(new TopCommand(environment, CommandLineMain::pause))
                .addSubcommand(new ReportCommand(environment))
                .addSubcommand(new DiagnoseCommand(environment))
                .setOut(writer(environment.out()))
                .setErr(writer(environment.err()))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExitCodeExceptionMapper(failure -> TROUBLE)
                .setParameterExceptionHandler(this::complain)
                .setExecutionExceptionHandler((failure, command, result) -> explain(failure, command));
        return commandLine.execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "name a command: " + spec.subcommands().keySet());
    }

    private static void pause(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private static PrintWriter writer(OutputStream out) {
        return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true);
    }

    private int complain(ParameterException failure, String... arguments) {
        CommandLine command = failure.getCommandLine();
        environment.err().println(command.getCommandName() + ": " + SafeText.oneLine(failure.getMessage()));
        environment.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return TROUBLE;
    }

    private int explain(Exception failure, CommandLine command) throws Exception {
        if (failure instanceof OutputClosedException) {
            return OK;
        }
        if (failure instanceof TroubleException || failure instanceof ServerException) {
            environment.err().println(command.getCommandName() + ": " + SafeText.oneLine(failure.getMessage()));
            return TROUBLE;
        }
        throw failure;
    }
}
