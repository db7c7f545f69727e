package io.sluice.testkit.mail;

import io.sluice.testkit.mail.Submission.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Hands mails to an SMTP server, as fast as it takes them. Thread-safe. */
public final class MailSubmitter {

    private final InetSocketAddress server;

    /** Submits to a server. */
    public MailSubmitter(InetSocketAddress server) {
        this.server = server;
    }

    /**
     * Submits mails and waits for all answers. A connection that breaks is not replaced; the others take over what is
     * left.
     *
     * @param mails the mails, each in a transaction of its own.
     * @param connections how many connections at once.
     */
    public Submission submit(Collection<ProbeMail> mails, int connections) {
        Queue<ProbeMail> left = new ConcurrentLinkedQueue<>(mails);
        return submit(() -> Optional.ofNullable(left.poll()), connections, mail -> {});
    }

    /**
     * Submits what comes from a source until it is empty, and waits for all answers. A connection that breaks is not
     * replaced; the others take over what is left.
     *
     * @param source asked by several threads at once; may let them wait until the time of a mail has come.
     * @param connections how many connections at once.
     * @param acknowledged told of each mail once the server has answered for it, by the thread of its connection.
     */
    public Submission submit(Supplier<Optional<ProbeMail>> source, int connections, Consumer<ProbeMail> acknowledged) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Submission>> parts = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                parts.add(threads.submit(() -> submit(source, acknowledged)));
            }
            List<ProbeMail> taken = new ArrayList<>();
            List<Refused> refused = new ArrayList<>();
            for (Future<Submission> part : parts) {
                taken.addAll(part.get().acknowledged());
                refused.addAll(part.get().refused());
            }
            for (Optional<ProbeMail> left = source.get(); left.isPresent(); left = source.get()) {
                refused.add(new Refused(left.get(), "no connection was left to send it"));
            }
            return new Submission(taken, refused);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while submitting", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /**
     * Submits another message in the envelope of a mail.
     *
     * @param content the message with CRLF line ends, without the final dot, no line starting with a dot.
     * @throws AssertionError when it is not acknowledged.
     */
    public void submit(ProbeMail envelope, byte[] content) {
        submit(envelope, EsmtpParameters.NONE, content);
    }

    /** The same, with parameters of the envelope. */
    public void submit(ProbeMail envelope, EsmtpParameters parameters, byte[] content) {
        try (SmtpConnection connection = new SmtpConnection(server)) {
            String reply = connection.send(envelope, parameters, content);
            if (!reply.startsWith("250")) {
                throw new AssertionError("The message is refused: " + reply);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Submission submit(Supplier<Optional<ProbeMail>> source, Consumer<ProbeMail> acknowledged) {
        List<ProbeMail> taken = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        Optional<ProbeMail> next = Optional.empty();
        try (SmtpConnection connection = new SmtpConnection(server)) {
            for (next = source.get(); next.isPresent(); next = source.get()) {
                ProbeMail mail = next.get();
                String reply = connection.send(mail);
                if (reply.startsWith("250")) {
                    acknowledged.accept(mail);
                    taken.add(mail);
                } else {
                    refused.add(new Refused(mail, reply));
                }
            }
        } catch (IOException e) {
            next.ifPresent(mail -> refused.add(new Refused(mail, e.toString())));
        }
        return new Submission(taken, refused);
    }
}
