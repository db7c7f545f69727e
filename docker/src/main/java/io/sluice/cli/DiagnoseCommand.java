package io.sluice.cli;

import io.sluice.posture.FindingStatus;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureJson;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.PostureRecording;
import io.sluice.posture.PostureService;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.Selector;
import io.sluice.posture.dns.DnsServers;
import io.sluice.posture.dns.DnsjavaDns;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What Microsoft will see of a sender domain and a source address. */
@Command(
        name = "diagnose",
        sortOptions = false,
        usageHelpWidth = 100,
        description = "Tells what Microsoft will see of a sender domain and a source address, and what to change.",
        footer = {
            "",
            "Needs no server. What an option is missing for is not looked at.",
            "",
            "Exit codes: 0 all is as it should be; 1 something is not, or could not be found out; 2 it cannot be looked at."
        })
final class DiagnoseCommand implements Callable<Integer> {
    private static final int LARGEST_RECORDING = 16 * 1024 * 1024;

    private final Environment environment;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DOMAIN", description = "Domain of the From header.")
    private Optional<String> domain = Optional.empty();

    @Option(names = "--ip", paramLabel = "IP", description = "Address that mail leaves from.")
    private Optional<String> ip = Optional.empty();

    @Option(names = "--helo", paramLabel = "NAME", description = "Name in EHLO.")
    private Optional<String> helo = Optional.empty();

    @Option(
            names = "--mail-from",
            paramLabel = "DOMAIN",
            description = "Domain of MAIL FROM, which SPF is about. Default: that of the From header.")
    private Optional<String> mailFrom = Optional.empty();

    @Option(
            names = "--selector",
            paramLabel = "S[@DOMAIN]",
            description = "DKIM selector in use, of another domain as S@DOMAIN. May be given several times.")
    private List<String> selectors = new ArrayList<>();

    @Option(names = "--recipient", paramLabel = "DOMAIN", description = "Domain that mail goes to.")
    private Optional<String> recipient = Optional.empty();

    @Option(
            names = "--dns",
            paramLabel = "HOST[:PORT]",
            description = "Name server to ask; may be given several times. Default: the system's.")
    private List<String> servers = new ArrayList<>();

    @Option(names = "--no-block-lists", description = "Does not ask zen.spamhaus.org and dbl.spamhaus.org.")
    private boolean withoutBlockLists;

    @Option(names = "--json", description = "As one JSON object.")
    private boolean json;

    @ArgGroup
    private Tape tape = new Tape();

    @Option(names = "--help", usageHelp = true, description = "This text.")
    @SuppressWarnings("unused") // picocli sets it, and acts on it itself.
    private boolean help;

    /** What is kept, or made use of again. */
    static final class Tape {
        @Option(names = "--record", paramLabel = "FILE", description = "Keeps all look-ups in a new file.")
        private Optional<Path> record = Optional.empty();

        @Option(
                names = "--replay",
                paramLabel = "FILE",
                description = "Makes the report of what --record kept, and asks nothing.")
        private Optional<Path> replay = Optional.empty();
    }

    DiagnoseCommand(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Posture posture = tape.replay.isPresent() ? replay(tape.replay.get()) : look();
        Output out = new Output(environment.out());
        if (json) {
            out.line(PostureJson.of(posture).toString());
        } else {
            for (String line : PostureText.lines(posture)) {
                out.line(SafeText.indented(line));
            }
        }
        out.flush();
        return posture.status() == FindingStatus.PASS ? CommandLineMain.OK : CommandLineMain.DIFFERENT;
    }

    private Posture look() {
        PostureQuestion question = question();
        PostureSettings settings = withoutBlockLists ? PostureSettings.STANDARD : PostureSettings.WITH_SPAMHAUS;
        DnsjavaDns dns = new DnsjavaDns(nameServers(), settings.limits().attempt(), environment.clock());
        Posture posture = new PostureService(dns, settings, environment.clock()).check(question);
        tape.record.ifPresent(file -> write(file, PostureRecording.of(posture, settings)));
        return posture;
    }

    private PostureQuestion question() {
        String about = domain.orElseThrow(() -> new TroubleException("name a domain, or --replay a recording"));
        PostureQuestion question = given("DOMAIN", about, PostureQuestion::about);
        question = mailFrom.isEmpty() ? question : given("--mail-from", mailFrom.get(), question::envelope);
        question = ip.isEmpty() ? question : given("--ip", ip.get(), question::from);
        question = helo.isEmpty() ? question : given("--helo", helo.get(), question::greeting);
        question = recipient.isEmpty() ? question : given("--recipient", recipient.get(), question::to);
        TreeSet<Selector> keys = new TreeSet<>();
        for (String text : selectors) {
            keys.add(given("--selector", text, each -> Selector.parse(each, about)));
        }
        PostureQuestion unsigned = question;
        return given("--selector", String.join(", ", selectors), all -> unsigned.signedBy(keys));
    }

    private static <T> T given(String option, String text, Function<String, T> reader) {
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            throw new TroubleException(option + " '" + SafeText.oneLine(text) + "': " + e.getMessage(), e);
        }
    }

    private List<InetSocketAddress> nameServers() {
        return servers.isEmpty()
                ? DnsServers.inUse()
                : servers.stream()
                        .map(text -> given("--dns", text, DnsServers::parse))
                        .toList();
    }

    private Posture replay(Path file) {
        boolean more = domain.isPresent()
                || ip.isPresent()
                || helo.isPresent()
                || mailFrom.isPresent()
                || recipient.isPresent()
                || !selectors.isEmpty()
                || !servers.isEmpty();
        if (more) {
            throw new TroubleException("--replay goes with --json only: the question is in the recording");
        }
        try {
            if (Files.size(file) > LARGEST_RECORDING) {
                throw new TroubleException(file + " is too large for a recording");
            }
            return PostureRecording.parse(Files.readString(file)).replay();
        } catch (IOException e) {
            throw new TroubleException("cannot read " + file + ": " + e, e);
        } catch (IllegalArgumentException e) {
            throw new TroubleException(file + " is no recording: " + e.getMessage(), e);
        }
    }

    private static void write(Path file, PostureRecording recording) {
        try {
            Files.writeString(file, recording.json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new TroubleException("cannot write " + file + ": " + e, e);
        }
    }
}
