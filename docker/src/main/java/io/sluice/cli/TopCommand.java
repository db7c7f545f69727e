package io.sluice.cli;

import io.sluice.cli.server.LaneStatus;
import io.sluice.cli.server.Server;
import io.sluice.cli.server.ServerException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The lanes of a running server, again and again. */
@Command(
        name = "top",
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Shows the lanes of a running server as they change, those in trouble first. Ctrl-C ends it.",
        footer = {
            "",
            "Output that is no terminal gets one table after the other.",
            "",
            "Exit codes: 0 shown as often as asked for; 2 the server cannot be asked at the beginning."
        })
final class TopCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";

    private final Environment environment;
    private final Pause pause;

    @Mixin
    private ServerOptions where = new ServerOptions();

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            description = "From one look to the next, 1 to 3600. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int interval = 2;

    @Option(names = "--count", paramLabel = "NUMBER", description = "Ends after so many looks.")
    private int count;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    TopCommand(Environment environment, Pause pause) {
        this.environment = environment;
        this.pause = pause;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (interval < 1 || interval > 3600) {
            throw new TroubleException("--interval is a number of seconds from 1 to 3600, not " + interval);
        }
        if (count < 0) {
            throw new TroubleException("--count is a positive number, not " + count);
        }
        Server server = where.server();
        Output out = new Output(environment.out());
        List<String> screen = look(server);
        for (int looks = 1; ; looks++) {
            show(screen, out);
            if (looks == count) {
                return CommandLineMain.OK;
            }
            pause.of(Duration.ofSeconds(interval));
            screen = lookAgain(server);
        }
    }

    private void show(List<String> screen, Output out) throws IOException {
        if (environment.terminal().out()) {
            out.line(CLEAR + screen.get(0));
        } else {
            out.line(screen.get(0));
        }
        for (String line : screen.subList(1, screen.size())) {
            out.line(line);
        }
        if (!environment.terminal().out()) {
            out.line("");
        }
        out.flush();
    }

    /** A server that is restarted comes back. */
    private List<String> lookAgain(Server server) {
        try {
            return look(server);
        } catch (ServerException e) {
            return List.of(now() + "  " + SafeText.oneLine(e.getMessage()));
        }
    }

    private List<String> look(Server server) {
        List<LaneStatus> lanes = LaneStatus.all(server);
        List<String> screen = new ArrayList<>();
        screen.add(now() + "  " + StatusCommand.sentence(server, lanes));
        screen.add("");
        screen.addAll(LaneTable.lines(lanes, environment.clock().instant()));
        return screen;
    }

    private String now() {
        return environment.clock().instant().toString().substring(0, "2026-11-22T10:00:00".length()) + "Z";
    }
}
