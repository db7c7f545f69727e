package io.sluice.cli;

import io.sluice.cli.input.InputFormat;
import io.sluice.cli.input.Sighting;
import io.sluice.cli.input.Sightings;
import io.sluice.cli.input.SightingsFactory;
import io.sluice.reply.RuleBasedClassifier;
import io.sluice.reply.RuleCatalogue;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what replies mean: those of a list, a log, or bounces. */
@Command(
        name = "classify",
        sortOptions = false,
        usageHelpWidth = 100,
        customSynopsis = "docker/run.sh classify [option]... [FILE|-]...",
        description = "Says what the replies of Microsoft's mail servers mean, and what to do about them.",
        footer = {
            "",
            "Reads replies one per line, logs of Postfix and James, bounces, and mailboxes of bounces, plain",
            "or packed with gzip; it finds out what it is. Without a FILE, or with -: standard input.",
            "Prints for each reply, with tabs between: class, temporary or permanent, scope, rule id,",
            "earliest retry, the reply. Lines without a reply are skipped and counted.",
            "",
            "Exit codes: 0 done; 1 with --replay: the candidate changes something; 2 trouble: a wrong option,",
            "a file that cannot be read, a fault in a file of rules; 3 no reply in the input."
        })
final class ClassifyCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    @Option(names = "--explain", description = "Add why the rule matched, the parts of the reply, and advice.")
    private boolean explain;

    @Option(names = "--json", description = "One JSON object per line instead of columns.")
    private boolean json;

    @Option(names = "--summary", description = "Counts and what to do first, instead of single replies.")
    private boolean summary;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description = "A file of rules of your own, over the built-in ones; a server has it as"
                    + " conf/microsoft-replies.xml. Default: the built-in rules only.")
    private Optional<Path> rules = Optional.empty();

    @Option(
            names = "--replay",
            paramLabel = "CANDIDATE",
            description = "A file of rules that is not in use yet: show which replies it would read differently"
                    + " than --rules does, and how.")
    private Optional<Path> candidate = Optional.empty();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "What the input is: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.",
            defaultValue = "auto")
    private InputFormat format = InputFormat.AUTO;

    @Option(
            names = "--service",
            paramLabel = "SERVICE",
            description = "Whose replies they are where the input names no host: consumer, business, submission,"
                    + " none (not Microsoft's), or auto (their words tell). Default: ${DEFAULT-VALUE}.",
            defaultValue = "auto")
    private Judge.Origin service = Judge.Origin.AUTO;

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    @Parameters(paramLabel = "FILE", hidden = true)
    private List<String> files = new ArrayList<>();

    private final Environment environment;

    ClassifyCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        if (explain && (summary || candidate.isPresent())) {
            throw new TroubleException("--explain is about single replies; it does not go with --summary or --replay");
        }
        RuleCatalogue builtIn = RuleCatalogue.builtIn();
        RuleCatalogue catalogue =
                rules.map(file -> RuleFiles.over(builtIn, file)).orElse(builtIn);
        Judge judge = judge(catalogue);
        Output out = new Output(environment.out());
        Report report = candidate
                .map(file -> replay(out, judge, RuleFiles.over(builtIn, file)))
                .orElseGet(() -> report(out, new Why(catalogue, judge)));
        Totals totals = new Totals();
        SightingsFactory factory = new SightingsFactory(environment.zone(), environment.clock());
        for (String file : files.isEmpty() ? List.of(STANDARD_INPUT) : files) {
            read(file, factory, judge, report, out, totals);
        }
        report.finish();
        out.flush();
        totals.tell();
        if (totals.replies == 0) {
            return CommandLineMain.NOTHING;
        }
        return report.differs() ? CommandLineMain.DIFFERENT : CommandLineMain.OK;
    }

    private Judge judge(RuleCatalogue catalogue) {
        return new Judge(new RuleBasedClassifier(catalogue), service);
    }

    private Report replay(Output out, Judge current, RuleCatalogue rulesToTry) {
        ReplayReport.Style style = new ReplayReport.Style(!summary, json);
        return new ReplayReport(out, style, current, judge(rulesToTry), rulesToTry.changes());
    }

    private Report report(Output out, Why why) {
        if (summary) {
            return json ? new SummaryJson(out) : new SummaryText(out);
        }
        if (json) {
            return new JsonReport(out, explain ? Optional.of(why) : Optional.empty());
        }
        return explain ? new ExplainedReport(out, why) : new TabbedReport(out);
    }

    private void read(String file, SightingsFactory factory, Judge judge, Report report, Output out, Totals totals)
            throws IOException {
        try (InputStream in = open(file)) {
            Sightings sightings = factory.open(in, format);
            for (Optional<Sighting> next = sightings.next(); next.isPresent(); next = sightings.next()) {
                totals.replies++;
                report.add(judge.judge(next.get()));
                if (sightings.isDrained()) {
                    out.flush();
                }
            }
            totals.skipped += sightings.skipped();
            totals.unit = sightings.unit();
        } catch (OutputClosedException e) {
            throw e;
        } catch (IOException e) {
            throw new TroubleException("cannot read " + file + ": " + reason(e), e);
        }
    }

    private InputStream open(String file) throws IOException {
        if (file.equals(STANDARD_INPUT)) {
            if (environment.terminal().in()) {
                environment.err().println("classify: reading replies from the terminal; Ctrl-D ends them");
            }
            return unclosed(environment.in());
        }
        Path path = Path.of(file);
        if (Files.isDirectory(path)) {
            throw new TroubleException(file + " is a directory; name the files in it");
        }
        long size = Files.size(path);
        InputStream in = Files.newInputStream(path);
        boolean quiet = summary || !environment.terminal().out();
        return environment.terminal().err() && quiet && size > 0
                ? new Progress(in, size, environment.err(), environment.clock())
                : in;
    }

    private static InputStream unclosed(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return in.read(bytes, offset, length);
            }

            @Override
            public void close() {}
        };
    }

    private static String reason(IOException failure) {
        return failure instanceof NoSuchFileException ? "there is no such file" : String.valueOf(failure.getMessage());
    }

    /** What came out of all files together. */
    private final class Totals {
        private long replies;
        private long skipped;
        private String unit = "lines";

        private void tell() {
            if (skipped > 0) {
                environment
                        .err()
                        .println(String.format(
                                Locale.ROOT, "classify: %,d %s carried no reply and were skipped", skipped, unit));
            }
        }
    }
}
