package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The server is killed after the outbox has stored a mail and before James's spool has noted that. A mailet that comes after
 * {@code MicrosoftRemoteDelivery}, and that another recipient of the mail has to pass, holds the spool up there.
 */
class RedeliveryTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String AGAIN = "came from James's spool again after a crash";

    private final AtomicInteger calls = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final MicrosoftWorld world = MicrosoftWorld.start();
    private volatile boolean stalls = true;
    private HttpServer http;
    private JamesServer james;

    @BeforeEach
    void start() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(threads);
        http.createContext("/", exchange -> {
            calls.incrementAndGet();
            if (stalls) {
                awaitEnd();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        http.start();
        james = world.james()
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "5 sec to 6 sec")
                .mailet("MicrosoftRemoteDelivery", "deferralProcessor", "deferred")
                .configure(configuration -> configuration
                        .processor(
                                """
                                <processor state="deferred" enableJmx="false">
                                  <mailet match="RecipientIs=over@contoso.com" class="io.sluice.mailets.TakeOver"/>
                                  %s
                                  <mailet match="RecipientIs=over@contoso.com" class="ToRepository">
                                    <repositoryPath>file://var/mail/taken/</repositoryPath>
                                  </mailet>
                                  <mailet match="All" class="Null"/>
                                </processor>
                                """
                                        .formatted(stalling("over@contoso.com", true)))
                        .edit(
                                "mailetcontainer.xml",
                                xml -> xml.replace(
                                        "<!-- Everybody else",
                                        stalling("slow@example.org", false) + "<!-- Everybody else")))
                .start();
    }

    private String stalling(String recipient, boolean passThrough) {
        return """
                <mailet match="RecipientIs=%s" class="HeadersToHTTP">
                  <url>http://127.0.0.1:%d/</url>
                  <parameterKey>is</parameterKey>
                  <parameterValue>slow</parameterValue>
                  <passThrough>%s</passThrough>
                </mailet>
                """
                .formatted(recipient, http.getAddress().getPort(), passThrough);
    }

    @AfterEach
    void stop() {
        end.countDown();
        if (james != null) {
            james.close();
        }
        http.stop(0);
        threads.shutdownNow();
        world.close();
    }

    @Test
    void doesNotSendAgainWhatHadBeenDeliveredBeforeTheKill() {
        ProbeMail mail = submit();
        world.business().ledger().awaitAccepted(1, SOON);
        // The outbox has forgotten the mail.
        await().atMost(SOON).until(() -> james.logs().contains("delivered over lane"));

        killAndStart();
        letThrough();

        assertDeliveredOnce(mail);
        assertThat(james.logs()).contains(AGAIN);
    }

    @Test
    void doesNotSendTwiceWhatWaitedInTheOutboxAtTheKill() {
        refuseOnce();
        ProbeMail mail = submit();
        world.business().ledger().awaitRefusals(1, SOON);

        killAndStart();
        letThrough();

        assertDeliveredOnce(mail);
        assertThat(james.logs()).contains(AGAIN);
    }

    @Test
    void doesNotSendTwiceWhenItIsKilledAgainAndAgain() {
        refuseOnce();
        ProbeMail mail = submit();
        world.business().ledger().awaitRefusals(1, SOON);

        killAndStart();
        killAndStart();
        letThrough();

        assertDeliveredOnce(mail);
        assertThat(james.logs().split(AGAIN, -1)).hasSize(3);
    }

    @Test
    void doesNotLoseWhatWasTakenOutOfTheOutboxAtTheKill() {
        world.business().smtp().when(Stage.RCPT).localPart("over").answers("452 4.2.2 Mailbox full");
        james.submit(ProbeMail.to("over@contoso.com"));
        awaitCalls(1);
        assertThat(james.logs()).contains("was taken out of the outbox");

        killAndStart();
        letThrough();

        await("the mail in the repository")
                .atMost(SOON)
                .until(() -> isInRepository(james.home().resolve("var/mail/taken")));
        assertThat(world.business().ledger().refusalCount()).isEqualTo(1);
        assertThat(world.business().ledger().acceptedMails()).isZero();
    }

    private static boolean isInRepository(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.anyMatch(Files::isRegularFile);
        }
    }

    private ProbeMail submit() {
        ProbeMail mail = ProbeMail.to("ann@contoso.com", "slow@example.org");
        james.submit(mail);
        awaitCalls(1);
        return mail;
    }

    private void refuseOnce() {
        world.business()
                .smtp()
                .when(Stage.RCPT)
                .where(c -> c.recipient().startsWith("ann"))
                .first(1)
                .answers("452 4.2.2 Mailbox full");
    }

    /** Returns when the spool is held up by the mail again. */
    private void killAndStart() {
        int before = calls.get();
        james.kill();
        james.start();
        awaitCalls(before + 1);
    }

    private void awaitCalls(int atLeast) {
        await("the mail at the mailet behind the delivery").atMost(SOON).until(() -> calls.get() >= atLeast);
    }

    private void letThrough() {
        stalls = false;
        end.countDown();
    }

    private void assertDeliveredOnce(ProbeMail mail) {
        ProbeMail later = ProbeMail.to("later@contoso.com");
        james.submit(later);
        world.business()
                .ledger()
                .awaitDeliveries(
                        ProbeMail.ID_HEADER,
                        Set.of(
                                new Delivery(mail.id(), "ann@contoso.com"),
                                new Delivery(later.id(), "later@contoso.com")),
                        SOON);
        assertThat(world.deliveries()).containsEntry(new Delivery(mail.id(), "ann@contoso.com"), 1);
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
