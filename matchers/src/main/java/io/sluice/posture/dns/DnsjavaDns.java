package io.sluice.posture.dns;

import io.sluice.posture.dns.DnsAnswer.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks name servers through dnsjava: over UDP, and over TCP when the answer was cut. A question is put at most twice,
 * to the servers in turn. Nothing is cached, so that a report tells what the servers say now. Safe for use by several
 * threads.
 */
public final class DnsjavaDns implements Dns {
    private static final int ATTEMPTS = 2;
    private static final int MOST_ALIASES = 8;
    /** The size that does not break up on the way (DNS flag day 2020). */
    private static final int UDP_SIZE = 1232;

    private final List<Resolver> servers;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * @param servers at least one
     * @param patience for one attempt, and for following aliases
     */
    public DnsjavaDns(List<InetSocketAddress> servers, Duration patience, InstantSource clock) {
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("No name server");
        }
        this.servers =
                servers.stream().map(server -> resolver(server, patience)).toList();
        this.patience = patience;
        this.clock = clock;
    }

    private static Resolver resolver(InetSocketAddress server, Duration patience) {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(patience);
        resolver.setEDNS(0, UDP_SIZE, 0, List.of());
        return resolver;
    }

    @Override
    public CompletableFuture<DnsAnswer> ask(DnsQuestion question) {
        Instant begin = clock.instant();
        Name name;
        try {
            name = Name.fromString(question.name(), Name.root);
        } catch (TextParseException e) {
            return CompletableFuture.completedFuture(DnsAnswer.without(Outcome.FAILED, "this is no possible name", 0));
        }
        int type = Type.value(question.kind().name());
        Duration whole = patience.multipliedBy(ATTEMPTS);
        return follow(name, type, 0)
                .completeOnTimeout(DnsAnswer.without(Outcome.TIMEOUT, "", 0), whole.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(answer -> timed(answer, begin));
    }

    private DnsAnswer timed(DnsAnswer answer, Instant begin) {
        long millis = Math.max(0, Duration.between(begin, clock.instant()).toMillis());
        return new DnsAnswer(answer.outcome(), answer.records(), answer.authenticated(), answer.detail(), millis);
    }

    /** Asks on where the answer ends with an alias, as that of a server does that only knows its own zones. */
    private CompletableFuture<DnsAnswer> follow(Name name, int type, int aliases) {
        return attempt(name, type, 0).thenCompose(response -> {
            if (response.failure() != null) {
                return CompletableFuture.completedFuture(response.failure());
            }
            ResponseReader reader = ResponseReader.read(response.message(), name, type, MOST_ALIASES - aliases);
            return reader.alias()
                    .map(alias -> follow(alias, type, aliases + reader.aliases()))
                    .orElseGet(() -> CompletableFuture.completedFuture(reader.answer()));
        });
    }

    private record Response(Message message, DnsAnswer failure) {}

    private CompletableFuture<Response> attempt(Name name, int type, int attempt) {
        Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
        query.getHeader().setFlag(Flags.AD); // RFC 6840 section 5.7: tell us whether it is validated
        Resolver server = servers.get(attempt % servers.size());
        return server.sendAsync(query)
                .toCompletableFuture()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .handle((message, failure) -> failure == null
                        ? new Response(message, ResponseReader.failure(message).orElse(null))
                        : new Response(null, unanswered(failure)))
                .thenCompose(response -> response.failure() == null || attempt + 1 >= ATTEMPTS
                        ? CompletableFuture.completedFuture(response)
                        : attempt(name, type, attempt + 1));
    }

    private static DnsAnswer unanswered(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause != cause.getCause()) {
            cause = cause.getCause();
        }
        boolean late = cause instanceof TimeoutException
                || String.valueOf(cause.getMessage()).startsWith("Query timed out")
                || String.valueOf(cause.getMessage()).startsWith("Timed out");
        return late
                ? DnsAnswer.without(Outcome.TIMEOUT, "", 0)
                : DnsAnswer.without(Outcome.FAILED, ResponseReader.line(said(cause)), 0);
    }

    /** What is wrong in words; a port that nobody listens on has none. */
    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
