package io.sluice.testkit.smtp;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A gate at which sessions wait silently until the test opens it. Thread-safe. */
public final class Stall {

    private final CompletableFuture<Answer> release = new CompletableFuture<>();
    private int waiting;

    /** Lets waiting and later sessions go on as if nothing had happened. */
    public void release() {
        releaseWith(Answer.accept());
    }

    /** Lets waiting and later sessions go on with an answer. Only the first release counts. */
    public void releaseWith(Answer answer) {
        release.complete(answer);
    }

    /** Returns how many sessions wait at the gate now. */
    public synchronized int waiting() {
        return waiting;
    }

    /**
     * Waits until sessions stand at the gate.
     *
     * @throws AssertionError when the time is over first.
     */
    public synchronized void awaitWaiting(int sessions, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (waiting < sessions) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError(waiting + " instead of " + sessions + " sessions stall after " + atMost);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while waiting for a stalled session", e);
            }
        }
    }

    /** Waits for the release, or for the end of the session if that comes first. */
    Answer pass(CompletableFuture<Answer> cut) throws InterruptedException {
        count(1);
        try {
            return release.applyToEither(cut, answer -> answer).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            count(-1);
        }
    }

    private synchronized void count(int change) {
        waiting += change;
        notifyAll();
    }
}
