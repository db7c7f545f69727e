package io.sluice.it.durability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.james.FakeTime;
import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Recording;
import io.sluice.testkit.smtp.Stage;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the operating system is set while mail waits and mail moves. */
class ClockJumpTest {
    private static final Duration SOON = Duration.ofSeconds(150);
    private static final Duration HOURS = Duration.ofHours(5);

    private static final int WAITING = 20;

    @TempDir
    Path directory;

    private MicrosoftWorld world;
    private FakeTime time;
    private JamesServer james;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(FakeTime.isInstalledOrRequired(), FakeTime.MISSING);
        world = MicrosoftWorld.start(Recording.ENVELOPES);
        time = new FakeTime(directory);
        james = time.in(world.james())
                .withFastLanes()
                .mailet("MicrosoftRemoteDelivery", "retry.mailbox-unavailable", "10 sec to 15 sec")
                .start();
    }

    @AfterEach
    void stop() {
        if (james != null) {
            james.close();
            world.close();
        }
    }

    @Test
    void deliversEachMailOnceWhenTheClockIsSetForwards() {
        List<ProbeMail> mails = new ArrayList<>(submitThatWaits("waits"));
        long begin = System.nanoTime();

        jump(HOURS);
        mails.addAll(submitThatWaits("after"));
        mails.addAll(submit("fine"));
        world.awaitDelivered(mails, SOON);

        Faults faults = Faults.seen(world, mails, Duration.ofNanos(System.nanoTime() - begin))
                .note("Clock set five hours forwards", "what waited leaves within a minute");
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    @Test
    void deliversNewMailAtOnceWhenTheClockIsSetBackwardsAndWhatWaitedOnce() {
        List<ProbeMail> mails = new ArrayList<>(submitThatWaits("waits"));
        long begin = System.nanoTime();

        jump(HOURS.negated());
        List<ProbeMail> fine = submit("fine");
        world.awaitDelivered(fine, SOON);
        Duration recovery = Duration.ofNanos(System.nanoTime() - begin);
        mails.addAll(fine);
        mails.addAll(submitThatWaits("after"));
        world.awaitDelivered(mails.subList(mails.size() - WAITING, mails.size()), SOON);
        jump(HOURS);
        world.awaitDelivered(mails, SOON);

        Faults faults = Faults.seen(world, mails, recovery)
                .note(
                        "Clock set five hours backwards, and right again",
                        "new mail leaves at once; what waited before waits until the clock is where it was");
        assertThat(faults.lost()).isZero();
        assertThat(faults.duplicates()).isZero();
    }

    /** Sets the clock and waits until the server has seen it. */
    private void jump(Duration by) {
        time.jump(by);
        await("the other time")
                .atMost(SOON)
                .until(() -> Duration.between(time.now(), serverTime()).abs().compareTo(Duration.ofMinutes(10)) < 0);
    }

    private Instant serverTime() throws IOException, InterruptedException {
        HttpResponse<Void> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(james.webadmin() + "/healthcheck"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                answer.headers().firstValue("Date").orElseThrow(), Instant::from);
    }

    private List<ProbeMail> submit(String name) {
        return james.submit(Probes.many(50, number -> name + "-" + number + "@contoso.com"), 2)
                .complete()
                .acknowledged();
    }

    private List<ProbeMail> submitThatWaits(String name) {
        world.consumer()
                .smtp()
                .when(Stage.RCPT)
                .where(c -> c.recipient().startsWith(name))
                .first(1)
                .each(c -> c.recipient())
                .answers("452 4.2.2 Mailbox full");
        long before = world.consumer().ledger().refusalCount();
        List<ProbeMail> mails = Probes.many(WAITING, number -> name + "-" + number + "@hotmail.com");
        james.submit(mails, 2).complete();
        world.consumer().ledger().awaitRefusals(before + mails.size(), SOON);
        return mails;
    }
}
