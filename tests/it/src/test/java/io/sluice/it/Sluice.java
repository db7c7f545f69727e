package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.Configuration;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.james.JamesSetup;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.microsoft.MicrosoftReceiver;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.SimulatedReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The real server in a world of simulated receivers. It waits for fractions of a second where a real one waits for
 * minutes, and shows what becomes of a mail: deferred, bounced and delivered mail leaves a copy in a repository each.
 */
final class Sluice implements AutoCloseable {
    /** The mailet under test. */
    static final String MAILET = "MicrosoftRemoteDelivery";

    /** Our loggers' names begin so; a masked address has a star before its sign. */
    private static final Pattern OUR_LINE_WITH_ADDRESS = Pattern.compile(" i\\.s\\.\\S* - .*[^*\\s]@[A-Za-z0-9]");

    /** What mail waits at least when it is deferred. */
    static final Duration SHORTEST_WAIT = Duration.ofMillis(200);

    private static final String SHORT_WAIT = SHORTEST_WAIT.toMillis() + " ms to 500 ms";
    private static final List<String> DEFERRAL_CLASSES = List.of(
            "ip-reputation-throttle",
            "connection-limit",
            "service-throttle",
            "outage",
            "network",
            "dns",
            "ip-blocked",
            "sender-blocked",
            "authentication",
            "policy-content",
            "recipient-invalid",
            "mailbox-unavailable",
            "relay-misrouted",
            "tls",
            "sending-limit",
            "other",
            "not-microsoft");

    private final MicrosoftWorld world;
    private final JamesServer james;
    private final WebAdmin webadmin;
    private final Repository deferred;
    private final Repository bounced;
    private final Repository delivered;
    private final List<SimulatedReceiver> more = new ArrayList<>();

    private Sluice(MicrosoftWorld world, JamesServer james) {
        this.world = world;
        this.james = james;
        this.webadmin = new WebAdmin(james::webadmin);
        this.deferred = repository("var/deferred");
        this.bounced = repository("var/bounced");
        this.delivered = repository("var/delivered");
    }

    /** Starts a world and a server in it. */
    static Sluice start() {
        return start((world, setup) -> setup);
    }

    /** Starts a world and a server in it that is configured further. */
    static Sluice start(Further further) {
        return startLearning((world, setup) -> further.of(world, setup.withFastLanes()));
    }

    /** The same, where lanes begin as carefully as they do by default. */
    static Sluice startLearning(Further further) {
        MicrosoftWorld world = MicrosoftWorld.start();
        try {
            world.hostOtherDomain("sender.example");
            JamesSetup setup = world.james().configure(Sluice::waitBriefly).configure(Sluice::keepCopies);
            return new Sluice(world, further.of(world, setup).start());
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    /** Configuration of one test class. */
    @FunctionalInterface
    interface Further {
        JamesSetup of(MicrosoftWorld world, JamesSetup setup);
    }

    private static void waitBriefly(Configuration configuration) {
        DEFERRAL_CLASSES.forEach(type -> configuration.mailet(MAILET, "retry." + type, SHORT_WAIT));
        configuration
                .mailet(MAILET, "timeout", "3 sec")
                .mailet(MAILET, "idleTimeout", "2 sec")
                // The certificate of the receivers is their own work.
                .mailet(MAILET, "verifyServerIdentity", "false")
                .mailet(MAILET, "mail.smtp.ssl.trust", "*")
                .sluice("mx.cache.failure", "100 ms");
    }

    private static void keepCopies(Configuration configuration) {
        configuration
                .mailet(MAILET, "deferralProcessor", "deferred")
                .mailet(MAILET, "onSuccess", "delivered")
                .processor(copies("deferred", ""))
                .processor(copies("delivered", ""))
                .processor(
                        """
                        <processor state="bounces" enableJmx="false">
                          <mailet match="All" class="ToRepository">
                            <repositoryPath>memory://var/bounced/</repositoryPath>
                            <passThrough>true</passThrough>
                          </mailet>
                          <mailet match="All" class="DSNBounce"><passThrough>false</passThrough></mailet>
                        </processor>
                        """);
    }

    /** A processor that keeps what comes in the repository of its name, after these mailets. */
    static String copies(String processor, String before) {
        return """
                <processor state="%1$s" enableJmx="false">
                  %2$s
                  <mailet match="All" class="ToRepository">
                    <repositoryPath>memory://var/%1$s/</repositoryPath>
                  </mailet>
                </processor>
                """
                .formatted(processor, before);
    }

    MicrosoftWorld world() {
        return world;
    }

    MicrosoftReceiver consumer() {
        return world.consumer();
    }

    MicrosoftReceiver business() {
        return world.business();
    }

    JamesServer james() {
        return james;
    }

    WebAdmin webadmin() {
        return webadmin;
    }

    /** Another receiver of the world, on the port of all. */
    SimulatedReceiver receiver(String host, String address) {
        SimulatedReceiver receiver = SimulatedReceiver.named(host)
                .address(address)
                .port(world.port())
                .start();
        more.add(receiver);
        return receiver;
    }

    void submit(ProbeMail... mails) {
        james.submit(mails);
    }

    void submit(Collection<ProbeMail> mails) {
        james.submit(mails, 2).complete();
    }

    /** Waits until the mails have arrived at every recipient; how often each of them has arrived in the end. */
    Map<Delivery, Integer> awaitDelivered(ProbeMail... mails) {
        return awaitDelivered(List.of(mails));
    }

    /** The same for many. */
    Map<Delivery, Integer> awaitDelivered(Collection<ProbeMail> mails) {
        world.awaitDelivered(mails, Awaiting.SOON);
        awaitNothingLeft();
        return world.awaitDelivered(mails, Duration.ofSeconds(1));
    }

    /** The assertion about deliveries that nothing came twice. */
    static void once(Delivery delivery, int copies) {
        if (copies != 1) {
            throw new AssertionError(copies + " copies of " + delivery);
        }
    }

    /** Waits until the outbox is empty. */
    void awaitNothingLeft() {
        Awaiting.until("an empty outbox", () -> lanes().stream().allMatch(line -> line.backlog() == 0));
    }

    /** Copies of deferred mail, one for each deferral. */
    Repository deferred() {
        return deferred;
    }

    /** Copies of mail that was given up. */
    Repository bounced() {
        return bounced;
    }

    /** Copies of mail that a receiver took. */
    Repository delivered() {
        return delivered;
    }

    /** A repository of the server by its path. */
    Repository repository(String path) {
        return new Repository(webadmin, path + "/");
    }

    /** Waits for the message that tells the sender that a mail could not be delivered. */
    String awaitNotification(ProbeMail mail) {
        List<String> found = new ArrayList<>();
        Awaiting.until("a notification about " + mail.id(), () -> {
            world.other().ledger().accepted().stream()
                    .filter(accepted -> accepted.recipients().contains(mail.sender()))
                    .map(AcceptedMail::content)
                    .filter(content -> content.contains(mail.id()))
                    .forEach(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** All lanes. */
    List<LaneLine> lanes() {
        List<LaneLine> lines = new ArrayList<>();
        webadmin.get("/microsoft/lanes").orElseThrow().forEach(line -> lines.add(LaneLine.of(line)));
        return lines;
    }

    /** The samples of replies that no rule knew. */
    List<JsonNode> unknownReplies() {
        List<JsonNode> samples = new ArrayList<>();
        webadmin.get("/microsoft/replies/unknown").orElseThrow().forEach(samples::add);
        return samples;
    }

    /** One lane, by source and service. */
    LaneLine lane(String id) {
        return lanes().stream()
                .filter(line -> line.lane().equals(id))
                .findFirst()
                .orElse(LaneLine.unused(id));
    }

    LaneLine consumerLane() {
        return lane("default/consumer");
    }

    LaneLine businessLane() {
        return lane("default/business");
    }

    /** Everybody is friendly again, no connection is open, the ledgers are empty. */
    void reset() {
        List<SimulatedReceiver> receivers = Stream.concat(
                        Stream.of(consumer().smtp(), business().smtp(), world.other()), more.stream())
                .toList();
        receivers.forEach(SimulatedReceiver::acceptEverything);
        receivers.forEach(SimulatedReceiver::up);
        awaitNothingLeft();
        receivers.forEach(SimulatedReceiver::dropConnections);
        receivers.forEach(receiver -> {
            receiver.ledger().awaitNoConnection(Awaiting.SOON);
            receiver.ledger().clear();
        });
    }

    @Override
    public void close() {
        List<String> telling = james.logs()
                .lines()
                .filter(line -> OUR_LINE_WITH_ADDRESS.matcher(line).find())
                .toList();
        james.close();
        more.forEach(SimulatedReceiver::close);
        world.close();
        if (!telling.isEmpty()) {
            throw new AssertionError("The log names addresses: " + telling);
        }
    }
}
