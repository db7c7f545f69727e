package io.sluice.smtp;

import io.sluice.exchange.Cidr;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.ReverseRecords;
import io.sluice.inbound.HookKind;
import io.sluice.inbound.ListenerCheck;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.reply.PrintableLine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.fastfail.AbstractGreylistHandler;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.RcptHook;

/**
 * Puts the handlers of the running server, as they are configured and wrapped, before a client of each published range:
 * connection, EHLO, MAIL, RCPT, each handler by itself. Handlers that would remember it, or that are not known here, are
 * judged by their class instead. Safe for several threads.
 */
public final class HookDryRun {
    private static final Duration SEARCH = Duration.ofSeconds(8);
    private static final Duration ONE_RANGE = Duration.ofSeconds(5);
    private static final Duration ALL = Duration.ofSeconds(12);
    private static final int THREADS = 16;
    private static final int MOST_TOLD = 4;
    private static final int LONGEST_WORDS = 200;
    private static final String SENDER = "dry-run@outlook.com";
    private static final String MESSAGES =
            "it does not ask about connections, EHLO, MAIL or RCPT, and no message is made";
    private static final String REMEMBERS = "it would remember the made-up client";
    private static final String UNKNOWN = "what it would remember of the made-up client is not known; ask with"
            + " unknownHooks=true (--run-unknown-hooks) to run it";

    private final DryClients clients;
    private final InstantSource clock;

    public HookDryRun(ExchangeOnlineClients clients, ReverseRecords names, InstantSource clock) {
        this.clients = new DryClients(clients, names);
        this.clock = clock;
    }

    /**
     * What is run.
     *
     * @param bind of the server, for the findings
     * @param recipient that the made-up mails go to
     * @param unknown whether handlers are run that are not known here
     */
    public record Order(String bind, MailAddress recipient, Collection<Cidr> ranges, boolean unknown) {}

    /** Blocks for {@link #SEARCH} and {@link #ALL} at most. */
    public List<Finding> run(List<ProtocolHandler> chain, Order order) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, HookDryRun::thread);
        try {
            List<DryClient> made = clients.of(order.ranges, threads, SEARCH);
            Instant end = clock.instant().plus(ALL);
            List<Finding> findings = chain.stream()
                    .filter(HookDryRun::isHook)
                    .flatMap(handler -> judge(handler, order, made, threads, end).stream())
                    .toList();
            return findings.isEmpty() ? List.of(ListenerCheck.none(order.bind)) : findings;
        } finally {
            threads.shutdownNow();
        }
    }

    private static boolean isHook(ProtocolHandler handler) {
        return isAsked(handler) || HookKind.of(handler.getClass().getName()) == HookKind.UNKNOWN;
    }

    private static boolean isAsked(ProtocolHandler handler) {
        return handler instanceof ConnectHandler<?>
                || handler instanceof HeloHook
                || handler instanceof MailHook
                || handler instanceof RcptHook;
    }

    private Optional<Finding> judge(
            ProtocolHandler handler, Order order, List<DryClient> made, ExecutorService threads, Instant end) {
        boolean bypassed = handler instanceof BypassForExchangeOnline;
        ProtocolHandler inner = handler instanceof BypassForExchangeOnline bypass ? bypass.wrapped() : handler;
        HookKind kind = inner instanceof AbstractGreylistHandler
                ? HookKind.DEFERS
                : HookKind.of(inner.getClass().getName());
        String subject = ListenerCheck.subject(inner.getClass().getName(), order.bind);
        if (kind == HookKind.HARMLESS && !bypassed) {
            return Optional.empty();
        }
        if (!isAsked(handler)) {
            return ListenerCheck.unrun(subject, kind, false, MESSAGES);
        }
        boolean remembers = kind == HookKind.DEFERS || kind == HookKind.REMEMBERS;
        if (!bypassed && (remembers || (kind == HookKind.UNKNOWN && !order.unknown))) {
            return ListenerCheck.unrun(subject, kind, false, remembers ? REMEMBERS : UNKNOWN);
        }
        List<DryClient> fit = made.stream()
                .filter(client -> bypassed
                        || kind != HookKind.ASKS_FOR_NAME
                        || client.name().isPresent())
                .toList();
        if (fit.isEmpty()) {
            return ListenerCheck.unrun(
                    subject,
                    kind,
                    bypassed,
                    "no server of Exchange Online was found in the DNS to take for an example");
        }
        return Optional.of(verdict(subject, bypassed, fit, results(handler, order, fit, threads, end)));
    }

    /** What came of one client; nothing when it was let pass. */
    private record Result(DryClient client, Optional<String> answer, Optional<String> trouble) {}

    private List<Result> results(
            ProtocolHandler handler, Order order, List<DryClient> made, ExecutorService threads, Instant end) {
        List<Future<Optional<String>>> begun = made.stream()
                .map(client ->
                        threads.submit((Callable<Optional<String>>) () -> answer(handler, client, order.recipient)))
                .toList();
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            results.add(result(made.get(i), begun.get(i), end));
        }
        return results;
    }

    private Result result(DryClient client, Future<Optional<String>> future, Instant end) {
        try {
            long millis = Math.max(
                    1,
                    Math.min(
                            ONE_RANGE.toMillis(),
                            Duration.between(clock.instant(), end).toMillis()));
            return new Result(client, future.get(millis, TimeUnit.MILLISECONDS), Optional.empty());
        } catch (TimeoutException e) {
            future.cancel(true);
            return new Result(client, Optional.empty(), Optional.of("it took too long"));
        } catch (ExecutionException e) {
            return new Result(
                    client,
                    Optional.empty(),
                    Optional.of("it failed with " + PrintableLine.of(String.valueOf(e.getCause()), LONGEST_WORDS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(client, Optional.empty(), Optional.of("interrupted"));
        }
    }

    private static Finding verdict(String subject, boolean bypassed, List<DryClient> made, List<Result> results) {
        Finding finding = finding(subject, bypassed, made, results);
        return finding.lookedUp(made.stream().map(DryClient::toString).toArray(String[]::new));
    }

    private static Finding finding(String subject, boolean bypassed, List<DryClient> made, List<Result> results) {
        List<Result> answered =
                results.stream().filter(each -> each.answer.isPresent()).toList();
        List<Result> troubled =
                results.stream().filter(each -> each.trouble.isPresent()).toList();
        if (!answered.isEmpty()) {
            return Finding.fail(
                            FindingId.INBOUND_HOOK,
                            subject,
                            "It answers " + answered.get(0).answer.get() + " to " + told(answered) + ".")
                    .change(ListenerCheck.wrap());
        }
        if (!troubled.isEmpty()) {
            return Finding.unknown(
                            FindingId.INBOUND_HOOK,
                            subject,
                            "What it does is unknown: "
                                    + troubled.get(0).trouble.get() + ", for " + told(troubled) + ".")
                    .change(ListenerCheck.wrap());
        }
        return Finding.pass(
                FindingId.INBOUND_HOOK,
                subject,
                (bypassed ? "Left alone by BypassForExchangeOnline: " : "") + "run for a client of each of "
                        + made.size() + " published ranges, it turned none away.");
    }

    private static String told(List<Result> results) {
        String some = String.join(
                ", ",
                results.stream()
                        .limit(MOST_TOLD)
                        .map(each -> each.client.text())
                        .toList());
        return "a client at " + some
                + (results.size() > MOST_TOLD ? " and " + (results.size() - MOST_TOLD) + " others" : "");
    }

    /** The first 4xx or 5xx. */
    @SuppressWarnings("unchecked") // the handlers of an SMTP server get SMTP sessions
    private static Optional<String> answer(ProtocolHandler handler, DryClient client, MailAddress recipient)
            throws Exception {
        MaybeSender sender = MaybeSender.of(new MailAddress(SENDER));
        SMTPSession session = DrySession.of(client, sender);
        Optional<String> answer = Optional.empty();
        if (handler instanceof ConnectHandler<?> connect) {
            answer = trouble(((ConnectHandler<SMTPSession>) connect).onConnect(session));
        }
        if (answer.isEmpty() && handler instanceof HeloHook helo) {
            answer = trouble(helo.doHelo(session, client.helo()));
        }
        if (answer.isEmpty() && handler instanceof MailHook mail) {
            answer = trouble(mail.doMail(session, sender));
        }
        if (answer.isEmpty() && handler instanceof RcptHook rcpt) {
            answer = trouble(rcpt.doRcpt(session, sender, recipient, Map.of()));
        }
        return answer;
    }

    private static Optional<String> trouble(HookResult result) {
        return trouble(AbstractHookableCmdHandler.calcDefaultSMTPResponse(result));
    }

    private static Optional<String> trouble(Response response) {
        return Optional.ofNullable(response)
                .filter(AnswerText::isTrouble)
                .map(each -> PrintableLine.of(each.getRetCode() + " " + AnswerText.of(each), LONGEST_WORDS));
    }

    private static Thread thread(Runnable task) {
        Thread made = new Thread(task, "sluice-hook-dry-run");
        made.setDaemon(true);
        return made;
    }
}
