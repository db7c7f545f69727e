package io.sluice.testkit.smtp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Everything that happened at a receiver, or only the numbers of it. Thread-safe. */
public final class Ledger {

    private final Recording recording;
    private final List<AcceptedMail> accepted = new ArrayList<>();
    private final List<Refusal> refusals = new ArrayList<>();
    private final List<SessionRecord> ended = new ArrayList<>();
    private final Map<Integer, Long> refusalsByCode = new TreeMap<>();
    private long acceptedMails;
    private long acceptedRecipients;
    private long acceptedBytes;
    private long connections;
    private long transactions;
    private int open;
    private int peak;

    Ledger(Recording recording) {
        this.recording = recording;
    }

    /**
     * One delivery of one mail to one recipient.
     *
     * @param id the header value by which the mail is known.
     * @param recipient the envelope recipient.
     */
    public record Delivery(String id, String recipient) {}

    /** Returns the accepted mails so far, in the order of acceptance; none under {@link Recording#COUNTS}. */
    public synchronized List<AcceptedMail> accepted() {
        return List.copyOf(accepted);
    }

    /** Returns the refusals so far, in order; none under {@link Recording#COUNTS}. */
    public synchronized List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    /** Returns how often each reply code refused something; code 0 counts broken connections. */
    public synchronized Map<Integer, Long> refusalsByCode() {
        return new TreeMap<>(refusalsByCode);
    }

    /** Returns how many refusals there were. */
    public synchronized long refusalCount() {
        return refusalsByCode.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns how many mails were accepted. */
    public synchronized long acceptedMails() {
        return acceptedMails;
    }

    /** Returns to how many recipients mail was accepted: the sum over all accepted mails. */
    public synchronized long acceptedRecipients() {
        return acceptedRecipients;
    }

    /** Returns how many bytes of accepted messages were received. */
    public synchronized long acceptedBytes() {
        return acceptedBytes;
    }

    /** Returns how many connections were opened. */
    public synchronized long connections() {
        return connections;
    }

    /** Returns how many connections are open. */
    public synchronized int openConnections() {
        return open;
    }

    /** Returns how many connections were open at most at the same time. */
    public synchronized int mostConnections() {
        return peak;
    }

    /** Returns how many transactions were begun (accepted MAIL commands). */
    public synchronized long transactions() {
        return transactions;
    }

    /**
     * Counts copies: 1 for each entry means that every mail arrived exactly once.
     *
     * @param header the header by which a mail is known, such as {@code X-Probe-Id} or {@code Message-ID}. Mails
     *     without it are left out.
     * @return how often each mail was accepted for each recipient.
     */
    public Map<Delivery, Integer> deliveries(String header) {
        Map<Delivery, Integer> deliveries = new HashMap<>();
        for (AcceptedMail mail : accepted()) {
            mail.header(header).ifPresent(id -> mail.recipients()
                    .forEach(recipient -> deliveries.merge(new Delivery(id, recipient), 1, Integer::sum)));
        }
        return deliveries;
    }

    /**
     * Waits until at least so many mails were accepted.
     *
     * @throws AssertionError when the time is over first; it says what happened instead.
     */
    public void awaitAccepted(long mails, Duration atMost) {
        await(atMost, () -> acceptedMails >= mails, () -> acceptedMails + " instead of " + mails + " mails accepted");
    }

    /**
     * Waits until mail was accepted to at least so many recipients, all mails together.
     *
     * @throws AssertionError when the time is over first; it says what happened instead.
     */
    public void awaitAcceptedRecipients(long recipients, Duration atMost) {
        await(
                atMost,
                () -> acceptedRecipients >= recipients,
                () -> acceptedRecipients + " instead of " + recipients + " recipients accepted");
    }

    /**
     * Waits until at least so many attempts were refused.
     *
     * @throws AssertionError when the time is over first; it says what happened instead.
     */
    public void awaitRefusals(long count, Duration atMost) {
        await(atMost, () -> refusalCount() >= count, () -> refusalCount() + " instead of " + count + " refusals");
    }

    /**
     * Waits until each of these mails was accepted for its recipient, at least once.
     *
     * @param header the header by which a mail is known, as for {@link #deliveries}.
     * @throws AssertionError when the time is over first; it tells what is missing.
     */
    public void awaitDeliveries(String header, Set<Delivery> expected, Duration atMost) {
        Set<Delivery> missing = new HashSet<>(expected);
        AtomicInteger seen = new AtomicInteger();
        await(
                atMost,
                () -> {
                    while (seen.get() < accepted.size()) {
                        AcceptedMail mail = accepted.get(seen.getAndIncrement());
                        mail.header(header).ifPresent(id -> mail.recipients()
                                .forEach(recipient -> missing.remove(new Delivery(id, recipient))));
                    }
                    return missing.isEmpty();
                },
                () -> missing.size() + " of " + expected.size() + " deliveries are missing, such as "
                        + missing.stream().limit(3).toList());
    }

    /**
     * Waits until no connection is open.
     *
     * @throws AssertionError when the time is over first.
     */
    public void awaitNoConnection(Duration atMost) {
        await(atMost, () -> open == 0, () -> open + " connections are still open");
    }

    /** Forgets everything but the connections that are open. */
    public synchronized void clear() {
        accepted.clear();
        refusals.clear();
        ended.clear();
        refusalsByCode.clear();
        acceptedMails = 0;
        acceptedRecipients = 0;
        acceptedBytes = 0;
        connections = 0;
        transactions = 0;
        peak = open;
    }

    private synchronized void await(Duration atMost, BooleanSupplier reached, Supplier<String> shortfall) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!reached.getAsBoolean()) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new AssertionError(shortfall.get() + " after " + atMost + "; refused by code: " + refusalsByCode
                        + ", connections: " + connections);
            }
            try {
                wait(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted: " + shortfall.get(), e);
            }
        }
    }

    synchronized List<SessionRecord> endedSessions() {
        return List.copyOf(ended);
    }

    Recording recording() {
        return recording;
    }

    synchronized void connected() {
        connections++;
        open++;
        peak = Math.max(peak, open);
        notifyAll();
    }

    synchronized void disconnected(SessionRecord session) {
        open--;
        if (recording != Recording.COUNTS) {
            ended.add(session);
        }
        notifyAll();
    }

    synchronized void begun() {
        transactions++;
    }

    synchronized void accept(int recipients, int size, Optional<AcceptedMail> mail) {
        acceptedMails++;
        acceptedRecipients += recipients;
        acceptedBytes += size;
        mail.ifPresent(accepted::add);
        notifyAll();
    }

    synchronized void refuse(Refusal refusal) {
        refusalsByCode.merge(refusal.code(), 1L, Long::sum);
        if (recording != Recording.COUNTS) {
            refusals.add(refusal);
        }
        notifyAll();
    }
}
