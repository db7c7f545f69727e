package io.sluice.demo;

import io.sluice.testkit.james.JamesServer;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.mail.Submission;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Submits the mails over SMTP, a part each second, in a thread of its own. */
final class Submitter implements AutoCloseable {
    private static final int CONNECTIONS = 2;

    private final JamesServer james;
    private final List<ProbeMail> mails;
    private final int perSecond;
    private final AtomicInteger submitted = new AtomicInteger();
    private final AtomicReference<String> fault = new AtomicReference<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

    /** Spreads the mails over so many seconds. */
    Submitter(JamesServer james, List<ProbeMail> mails, int seconds) {
        this.james = james;
        this.mails = mails;
        this.perSecond = Math.max(1, (mails.size() + seconds - 1) / seconds);
    }

    void start() {
        Future<?> unused = thread.scheduleAtFixedRate(this::submitPart, 0, 1, TimeUnit.SECONDS);
    }

    private void submitPart() {
        int from = submitted.get();
        int to = Math.min(mails.size(), from + perSecond);
        if (from == to || fault.get() != null) {
            return;
        }
        try {
            Submission submission = james.submit(mails.subList(from, to), CONNECTIONS);
            submission.refused().stream().findFirst().ifPresent(refused -> fault.set(refused.why()));
            submitted.set(to);
        } catch (RuntimeException e) {
            fault.set(e.toString());
        }
    }

    /** Whether everything was handed over. */
    boolean done() {
        return submitted.get() == mails.size();
    }

    /** Why the server did not take a mail. */
    Optional<String> fault() {
        return Optional.ofNullable(fault.get());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
