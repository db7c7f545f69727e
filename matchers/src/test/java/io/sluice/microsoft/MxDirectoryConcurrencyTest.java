package io.sluice.microsoft;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Service;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads look up at the same time. */
@Timeout(60)
class MxDirectoryConcurrencyTest {
    private static final String TENANT = "contoso-com.mail.protection.outlook.com";
    private static final MxAnswer HOSTED = new MxAnswer.Hosted(
            "contoso.com", List.of(TENANT), Optional.of(Service.BUSINESS), Optional.of(TENANT), Freshness.FRESH);

    private final FakeDns dns = new FakeDns();
    private final MxDirectory directory = new MxDirectory(
            dns, dns, dns, MicrosoftSettings.standard(), new RecordingMetricFactory(), new ManualClock());
    private final CountDownLatch asking = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @Test
    void oneDomainIsAskedForOnce() throws Exception {
        dns.mx("contoso.com", TENANT).beforeAnswer(this::hold);
        List<MxAnswer> answers = new CopyOnWriteArrayList<>();
        List<Thread> callers = Stream.generate(() -> new Thread(() -> answers.add(directory.lookup("contoso.com"))))
                .limit(20)
                .toList();
        callers.forEach(Thread::start);
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> callers.stream()
                .allMatch(caller -> caller.getState() == Thread.State.WAITING));

        answer.countDown();
        for (Thread caller : callers) {
            caller.join(10_000);
        }

        assertThat(answers).hasSize(20).containsOnly(HOSTED);
        assertThat(dns.asked).hasSize(1);
    }

    @Test
    void aSlowDomainDoesNotDelayAnother() throws Exception {
        dns.mx("slow.example", TENANT).mx("contoso.com", TENANT).beforeAnswer(() -> {
            if (!dns.asked.contains("contoso.com")) {
                hold();
            }
        });
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<MxAnswer> slow = pool.submit(() -> directory.lookup("slow.example"));
            asking.await();

            assertThat(directory.lookup("contoso.com")).isEqualTo(HOSTED);
            assertThat(slow.isDone()).isFalse();
        } finally {
            answer.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void aWaitingCallerCanBeInterrupted() throws Exception {
        dns.mx("contoso.com", TENANT).beforeAnswer(this::hold);
        ExecutorService pool = Executors.newFixedThreadPool(1);
        try {
            Future<MxAnswer> first = pool.submit(() -> directory.lookup("contoso.com"));
            asking.await();

            Thread.currentThread().interrupt();
            MxAnswer mine = directory.lookup("contoso.com");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(mine).isInstanceOf(MxAnswer.Failed.class);
            assertThat(first.isDone()).isFalse();
        } finally {
            answer.countDown();
            pool.shutdownNow();
        }
    }

    @Test
    void nobodyWaitsForALookUpThatDied() throws Exception {
        dns.beforeAnswer(() -> {
            hold();
            throw new StackOverflowError();
        });
        ExecutorService pool = Executors.newFixedThreadPool(2);
        try {
            Future<MxAnswer> first = pool.submit(() -> directory.lookup("contoso.com"));
            asking.await();
            Thread waiter = new Thread(() -> directory.lookup("contoso.com"));
            waiter.start();
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> waiter.getState() == Thread.State.WAITING);

            answer.countDown();

            assertThat(first)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(StackOverflowError.class);
            waiter.join(10_000);
            assertThat(waiter.isAlive()).isFalse();
        } finally {
            pool.shutdownNow();
        }
    }

    private void hold() {
        asking.countDown();
        try {
            answer.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
