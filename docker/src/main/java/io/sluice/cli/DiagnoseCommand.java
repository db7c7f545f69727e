package io.sluice.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.posture.FindingStatus;
import io.sluice.posture.Posture;
import io.sluice.posture.PostureJson;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.PostureRecording;
import io.sluice.posture.PostureService;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.Selector;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.posture.dns.DnsServers;
import io.sluice.posture.dns.DnsjavaDns;
import io.sluice.reach.Reachability;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What Microsoft will see of a sender domain and a source address; or whether Exchange Online can bring mail to a domain. */
@Command(
        name = "diagnose",
        sortOptions = false,
        usageHelpWidth = 100,
        description = {
            "Tells what Microsoft will see of a sender domain and a source address, and what to change.",
            "With --inbound DOMAIN it tells whether Exchange Online can bring mail to that domain: MX, addresses, port,"
                    + " greeting, TLS, certificate, DANE, MTA-STS, and of a running server its limits and handlers."
        },
        footer = {
            "",
            "Without --inbound it needs no server. What an option is missing for is not looked at.",
            "With --inbound, run it from another network, too: only that sees your firewall.",
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

    @Mixin
    private InboundOptions inbound = new InboundOptions();

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
        return inbound.domain.isPresent() ? inbound() : outbound();
    }

    private int inbound() throws IOException {
        if (isAboutSender() || tape.record.isPresent() || tape.replay.isPresent()) {
            throw new TroubleException(
                    "--inbound goes with --dns, --json and its own options only: it looks the other way");
        }
        Reachability found = new InboundDiagnosis(inbound, environment.clock())
                .look(new DnsjavaDns(nameServers(), DnsLimits.STANDARD.attempt(), environment.clock()));
        List<String> lines = new ArrayList<>();
        lines.add("Exchange Online to " + found.domain() + ", " + FindingText.time(found.time()));
        lines.addAll(FindingText.lines(found.findings()));
        print(found.json(), lines);
        return code(found.status());
    }

    private int outbound() throws IOException {
        Posture posture = tape.replay.isPresent() ? replay(tape.replay.get()) : look();
        print(PostureJson.of(posture), PostureText.lines(posture));
        return code(posture.status());
    }

    private void print(ObjectNode report, List<String> lines) throws IOException {
        Output out = new Output(environment.out());
        if (json) {
            out.line(report.toString());
        } else {
            for (String line : lines) {
                out.line(SafeText.indented(line));
            }
        }
        out.flush();
    }

    private static int code(FindingStatus status) {
        return status == FindingStatus.PASS ? CommandLineMain.OK : CommandLineMain.DIFFERENT;
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
        if (isAboutSender() || !servers.isEmpty()) {
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

    private boolean isAboutSender() {
        return domain.isPresent()
                || ip.isPresent()
                || helo.isPresent()
                || mailFrom.isPresent()
                || recipient.isPresent()
                || !selectors.isEmpty();
    }

    private static void write(Path file, PostureRecording recording) {
        try {
            Files.writeString(file, recording.json() + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new TroubleException("cannot write " + file + ": " + e, e);
        }
    }
}
