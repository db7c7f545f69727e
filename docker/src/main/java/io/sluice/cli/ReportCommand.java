package io.sluice.cli;

import io.sluice.cli.server.Server;
import io.sluice.microsoft.DurationText;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened in a time, for people and for scripts. */
@Command(
        name = "report",
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Sums up what a running server did, or gathers what Microsoft's sender support asks for.",
        footer = {
            "",
            "Hours go back 32 days, refusals one by one as far as the last 50,000.",
            "",
            "Exit codes: 0 done; 2 the server cannot be asked; 3 --for-microsoft, and no refusal names that address."
        })
final class ReportCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofDays(32);

    private final Environment environment;

    @Mixin
    private ServerOptions where = new ServerOptions();

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            description = "How far back, such as 24h or 7d, 32d at most. Default: 24h; with --for-microsoft 32d.")
    private Optional<String> since = Optional.empty();

    @ArgGroup
    private Form form = new Form();

    @Option(
            names = "--for-microsoft",
            paramLabel = "IP",
            description = "What to paste into the form of Microsoft's sender support about that address of ours.")
    private Optional<String> address = Optional.empty();

    @Option(
            names = "--dns",
            paramLabel = "HOST[:PORT]",
            description =
                    "Name server that --for-microsoft asks. Default: the server's for SPF, DKIM and DMARC, the system's for PTR.")
    private Optional<String> dns = Optional.empty();

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    /** How it is written. */
    static final class Form {
        @Option(names = "--json", description = "As one JSON object.")
        private boolean json;

        @Option(names = "--csv", description = "As CSV (RFC 4180): a line for each hour and lane.")
        private boolean csv;
    }

    ReportCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Server server = where.server();
        Instant now = environment.clock().instant();
        Output out = new Output(environment.out());
        if (address.isPresent()) {
            return evidence(server, now, out);
        }
        Traffic traffic = Traffic.of(server, now.minus(back(Duration.ofDays(1))), now);
        if (form.json) {
            traffic.json(out);
        } else if (form.csv) {
            traffic.csv(out);
        } else {
            traffic.text(out);
        }
        out.flush();
        return CommandLineMain.OK;
    }

    private int evidence(Server server, Instant now, Output out) throws IOException {
        if (form.json || form.csv) {
            throw new TroubleException("--for-microsoft is text for a form; it goes with neither --json nor --csv");
        }
        SenderAddress sender = SenderAddress.of(address.orElseThrow());
        Evidence evidence = Evidence.gather(server, sender, now.minus(back(LONGEST)), now);
        if (evidence.isEmpty()) {
            environment.err().println("report: no refusal of that time names " + sender);
            return CommandLineMain.NOTHING;
        }
        SenderAuthentication senders = new SenderAuthentication(server, dns, environment.clock());
        for (String line : new EvidencePacket(evidence, new DnsFacts(dns), senders).lines()) {
            out.line(SafeText.indented(line));
        }
        out.flush();
        return CommandLineMain.OK;
    }

    private Duration back(Duration byDefault) {
        Duration back = since.map(ReportCommand::duration).orElse(byDefault);
        if (back.compareTo(LONGEST) > 0 || back.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new TroubleException("--since is a duration from 1m to 32d, not '" + since.orElseThrow() + "'");
        }
        return back;
    }

    private static Duration duration(String text) {
        try {
            return DurationText.parse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new TroubleException(
                    "--since is " + DurationText.ALLOWED + ", not '" + SafeText.oneLine(text) + "'", e);
        }
    }
}
