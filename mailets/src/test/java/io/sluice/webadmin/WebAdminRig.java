package io.sluice.webadmin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.delivery.HeldMail;
import io.sluice.delivery.LaneNews;
import io.sluice.delivery.LaneStatistics;
import io.sluice.delivery.OutboxSource;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.ExchangeOnlineRanges;
import io.sluice.exchange.Standing;
import io.sluice.history.History;
import io.sluice.history.Pressures;
import io.sluice.inbound.InboundAnswers;
import io.sluice.inbound.RangesFile;
import io.sluice.inbound.RangesRefresh;
import io.sluice.inbound.RangesStore;
import io.sluice.incident.Chronicle;
import io.sluice.incident.Detector;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Lanes;
import io.sluice.outbox.Mails;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.sql.OutboxSettings;
import io.sluice.outbox.sql.SqlOutbox;
import io.sluice.posture.PostureService;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.SenderSightings;
import io.sluice.posture.dns.DnsAnswer;
import io.sluice.reply.RuleCatalogue;
import io.sluice.rules.LiveRules;
import io.sluice.smtp.HookChains;
import io.sluice.smtp.HookDryRun;
import io.sluice.steer.LaneDesk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.apache.james.task.Task;
import org.apache.james.webadmin.authentication.NoAuthenticationFilter;

/** All routes over a real outbox, on a real port. */
final class WebAdminRig implements AutoCloseable {
    static final Instant NOW = Mails.NOW;
    static final LaneId LANE = LaneId.parse(Mails.LANE);

    final Chronicle chronicle = new Chronicle();
    final Outbox outbox;
    final Lanes lanes;
    final LaneDesk desk;
    final List<String> bounced = new ArrayList<>();
    final List<Task> tasks = new ArrayList<>();
    final SenderSightings sightings;
    final SluiceRoutes routes;
    final OpenApiDocument document = OpenApiDocument.read();
    ConfigurationDesk.State configuration =
            new ConfigurationDesk.State("sluice.properties", NOW, Optional.empty(), List.of("mx.port"));

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    final spark.Service server = spark.Service.ignite().ipAddress("127.0.0.1").port(0);

    final HookChains hookChains = new HookChains();
    final BaseHierarchicalConfiguration smtpserver = new BaseHierarchicalConfiguration();

    final InboundAnswers inboundAnswers = new InboundAnswers(new RecordingMetricFactory(), warning -> {}, clock);

    WebAdminRig(Path directory) {
        outbox = SqlOutbox.open(OutboxSettings.in(directory), clock);
        lanes = new Lanes(LanePolicy.DEFAULT, clock);
        OutboxSource source = () -> new OutboxSource.Loan() {
            @Override
            public Outbox outbox() {
                return outbox;
            }

            @Override
            public void close() {}
        };
        LaneStatistics statistics = new LaneStatistics(new RecordingMetricFactory(), clock);
        desk = new LaneDesk(source, lanes, new LaneNews(source, lanes, statistics, clock)::spread, clock);
        HeldMail held = new HeldMail(() -> outbox, end -> {}, () -> {}, this::bounce);
        HeldReport heldReport = new HeldReport(() -> outbox);
        LiveRules rules = rules(directory);
        sightings = new SenderSightings(clock);
        routes = new SluiceRoutes(
                new LaneRoutes(new LaneReport(() -> outbox, lanes, statistics, desk, clock), desk, clock),
                new DeferralRoutes(new WaitingReport(() -> outbox), new Explainer(() -> outbox, lanes, clock), clock),
                new HistoryRoutes(new History(outbox::history, clock), clock),
                new PressureRoutes(new PressureReport(
                        lanes, lane -> Optional.empty(), new Pressures(new History(outbox::history, clock), clock))),
                new InboundRoutes(inbound(directory), inboundCheck()),
                new IncidentRoutes(new IncidentReport(chronicle, () -> new Detector.Sums(7, 2))),
                new DiagnosisRoutes(new DiagnosisReport(
                        new PostureService(
                                question -> CompletableFuture.completedFuture(
                                        new DnsAnswer(DnsAnswer.Outcome.NO_SUCH_NAME, List.of(), false, "", 1)),
                                PostureSettings.STANDARD,
                                clock),
                        sightings,
                        List::of,
                        List.of())),
                new HeldRoutes(heldReport, held, new TasksAtOnce(tasks), clock),
                new RuleRoutes(rules),
                new ReplyRoutes(new UnknownReplyReport(List::of, () -> {})),
                new ClassifyRoutes(rules),
                new ConfigurationRoutes(new ConfigurationDesk() {
                    @Override
                    public State state() {
                        return configuration;
                    }

                    @Override
                    public State reload() {
                        return configuration;
                    }
                }),
                new DocumentRoutes(),
                new NoAuthenticationFilter());
        routes.define(server);
        server.awaitInitialization();
    }

    private InboundReport inbound(Path directory) {
        ExchangeOnlineRanges ranges =
                new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of(Cidr.parse("192.0.2.0/28")));
        RangesRefresh refresh = new RangesRefresh(
                ranges,
                new RangesFile(directory.resolve("no-such-file.json")),
                new RangesStore(directory),
                Duration.ofDays(1),
                new RecordingMetricFactory(),
                clock);
        return new InboundReport(inboundAnswers, ranges, refresh);
    }

    private InboundCheck inboundCheck() {
        ExchangeOnlineRanges ranges = new ExchangeOnlineRanges(List.of(CloudInstance.WORLDWIDE), List.of());
        ExchangeOnlineClients clients = new ExchangeOnlineClients() {
            @Override
            public Standing standing(InetAddress address) {
                return Standing.MISNAMED;
            }

            @Override
            public boolean hasAddress(InetAddress address) {
                return true;
            }
        };
        return new InboundCheck(
                (component, options) -> smtpserver,
                new OneDomain("example.org"),
                ranges,
                hookChains,
                new HookDryRun(clients, address -> Optional.of(List.of()), clock),
                clock);
    }

    private LiveRules rules(Path directory) {
        try {
            return LiveRules.load(
                    RuleCatalogue.builtIn(), directory.resolve("rules.xml"), clock, new RecordingMetricFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HeldMail.Bounce bounce(long entry, String text) {
        if (outbox.leaseHeld(entry, NOW.plusSeconds(60)).isEmpty()) {
            return HeldMail.Bounce.NOT_HELD;
        }
        bounced.add(entry + ": " + text);
        return HeldMail.Bounce.DONE;
    }

    /** A lane that had mail. */
    void openLane() {
        lanes.lane(LANE, UnaryOperator.identity());
    }

    long put(NewEntry entry) {
        return outbox.store(Mails.message("Mail1-name"), List.of(entry)).get(0);
    }

    /** An answer, which is as the OpenAPI document says. */
    record Reply(int status, JsonNode body) {
        String message() {
            return body.path("message").asText();
        }
    }

    Reply get(String documented, String path) {
        return ask("GET", documented, path, "");
    }

    /** The same for a path without parameters in it. */
    Reply get(String path) {
        return get(path.replaceAll("\\?.*", ""), path);
    }

    Reply post(String documented, String path) {
        return ask("POST", documented, path, "");
    }

    Reply post(String path) {
        return post(path.replaceAll("\\?.*", ""), path);
    }

    Reply ask(String method, String documented, String path, String body) {
        HttpResponse<String> response = send(method, path, body);
        JsonNode answer = read(response.body());
        List<String> faults = document.faults(method, documented, response.statusCode(), answer);
        if (!faults.isEmpty()) {
            throw new AssertionError(method + " " + path + " is answered with " + response.body() + ": " + faults);
        }
        return new Reply(response.statusCode(), answer);
    }

    HttpResponse<String> send(String method, String path, String body) {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Content-Type", "application/json")
                .method(method, publisher)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private JsonNode read(String body) {
        try {
            return body.isEmpty() ? MissingNode.getInstance() : json.readTree(body);
        } catch (IOException e) {
            throw new AssertionError("No JSON: " + body, e);
        }
    }

    @Override
    public void close() {
        server.stop();
        server.awaitStop();
        outbox.close();
    }
}
