package io.sluice.benchmarks.live;

import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.MailSubmitter;
import io.sluice.testkit.mail.ProbeMail;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Submits each mail when its time has come, and notes when the server had answered for it. Safe for several threads. */
final class Feed {
    private static final int CONNECTIONS = 8;

    private final Queue<Mail> left;
    private final Instant start;
    private final Map<String, Instant> acknowledged = new ConcurrentHashMap<>();

    Feed(List<Mail> mails, Instant start) {
        this.left = new ConcurrentLinkedQueue<>(
                mails.stream().sorted(Comparator.comparing(Mail::at)).toList());
        this.start = start;
    }

    /** Begins; the result fails when the server did not answer for each mail. */
    CompletableFuture<Void> submitTo(JamesServer james) {
        return CompletableFuture.runAsync(() -> new MailSubmitter(james.smtp())
                .submit(this::next, CONNECTIONS, mail -> acknowledged.put(mail.id(), Instant.now()))
                .complete());
    }

    /** When the server answered for each mail, by the id of the mail. */
    Map<String, Instant> acknowledged() {
        return acknowledged;
    }

    private Optional<ProbeMail> next() {
        Mail next = left.poll();
        if (next == null) {
            return Optional.empty();
        }
        awaitTime(start.plus(next.at()));
        return Optional.of(next.probe());
    }

    private static void awaitTime(Instant when) {
        for (Duration wait = until(when); wait.compareTo(Duration.ZERO) > 0; wait = until(when)) {
            LockSupport.parkNanos(Math.min(wait.toNanos(), TimeUnit.SECONDS.toNanos(1)));
        }
    }

    private static Duration until(Instant when) {
        return Duration.between(Instant.now(), when);
    }
}
