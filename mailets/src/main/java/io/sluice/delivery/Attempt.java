package io.sluice.delivery;

import io.sluice.delivery.transport.Connections;
import io.sluice.delivery.transport.Envelope;
import io.sluice.delivery.transport.MessageBody;
import io.sluice.delivery.transport.RecipientOutcome;
import io.sluice.delivery.transport.Route;
import io.sluice.delivery.transport.TransactionResult;
import io.sluice.reply.NoReply;
import io.sluice.reply.Remedy;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.Scope;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to deliver a message to the recipients of one destination: as many transactions as the verdicts ask for.
 * A recipient limit is answered with another transaction, the failure of a host with the next host, a refusal of IPv6
 * with IPv4, each at once; whatever asks for time ends the attempt for the recipients concerned.
 *
 * <p>Made for one run on one thread.
 */
final class Attempt {
    private static final Logger LOGGER = LoggerFactory.getLogger(Attempt.class);

    private final RoutePlanner planner;
    private final Connections connections;
    private final ReplyClassifier classifier;
    private final Function<Set<String>, Envelope> envelopes;
    private final MessageBody body;
    private final Optional<Service> service;

    private final Set<String> remaining;
    private final Set<String> accepted = new LinkedHashSet<>();
    private final Map<String, SmtpReply> relayed = new LinkedHashMap<>();
    private final Map<String, Refusal> refused = new LinkedHashMap<>();
    private final Set<Remedy> used = EnumSet.noneOf(Remedy.class);
    private Deque<Route> routes = new ArrayDeque<>();
    private Optional<Refusal> last = Optional.empty();
    private OptionalInt takenAtOnce = OptionalInt.empty();
    private int batchSize;
    private int transactionsLeft;

    Attempt(
            RoutePlanner planner,
            Connections connections,
            ReplyClassifier classifier,
            Function<Set<String>, Envelope> envelopes,
            MessageBody body,
            Optional<Service> service,
            Set<String> recipients,
            int maxRecipients) {
        this.planner = planner;
        this.connections = connections;
        this.classifier = classifier;
        this.envelopes = envelopes;
        this.body = body;
        this.service = service;
        this.remaining = new LinkedHashSet<>(recipients);
        this.batchSize = maxRecipients;
    }

    /** Runs the attempt. Every recipient is accepted or refused in the report. */
    AttemptReport run(Destination.Known destination) {
        Routes plan = planner.plan(destination);
        if (plan.routes().isEmpty()) {
            NoReply reason = plan.reason().orElseThrow();
            refuseRemaining(reason, classifier.classify(reason, service));
            return report();
        }
        routes = new ArrayDeque<>(plan.routes());
        transactionsLeft = 2 * remaining.size() + 2 * routes.size();
        try {
            while (!remaining.isEmpty() && !routes.isEmpty() && transactionsLeft-- > 0) {
                transact(routes.peek());
            }
        } catch (RuntimeException e) {
            if (accepted.isEmpty()) {
                throw e;
            }
            // What was accepted must be told, or it would be sent again.
            LOGGER.error("A transaction failed here after others of the same mail had been accepted", e);
            remember(new NoReply(NoReply.Kind.CONNECTION_RESET, e.toString(), SmtpStage.OTHER, RemoteHost.NONE));
        }
        refuseWhatIsLeft();
        return report();
    }

    private Verdict remember(Reply reply) {
        Verdict verdict = classifier.classify(reply, service);
        last = Optional.of(new Refusal("", reply, verdict));
        return verdict;
    }

    private void transact(Route route) {
        Set<String> batch = nextBatch();
        TransactionResult result = connections.send(route, envelopes.apply(batch), body);
        Round round = new Round();
        for (String recipient : batch) {
            RecipientOutcome outcome = result.outcomes().get(recipient);
            if (outcome instanceof RecipientOutcome.Accepted acceptance) {
                accepted.add(recipient);
                if (!acceptance.notifies()) {
                    relayed.put(recipient, acceptance.reply());
                }
                remaining.remove(recipient);
                refused.remove(recipient);
                round.progress = true;
                round.taken++;
            } else if (outcome instanceof RecipientOutcome.Refused refusal) {
                judge(recipient, refusal.reply(), round);
            } else if (outcome instanceof RecipientOutcome.NotTried notTried) {
                endOfSession(recipient, notTried.cause(), round);
            }
        }
        if (round.remedies.contains(Remedy.SPLIT) && takenAtOnce.isEmpty()) {
            takenAtOnce = OptionalInt.of(round.taken);
        }
        conclude(route, round);
    }

    private Set<String> nextBatch() {
        Set<String> batch = new LinkedHashSet<>();
        for (String recipient : remaining) {
            if (batch.size() == batchSize) {
                break;
            }
            batch.add(recipient);
        }
        return batch;
    }

    private void judge(String recipient, Reply reply, Round round) {
        Verdict verdict = remember(reply);
        refused.put(recipient, new Refusal(recipient, reply, verdict));
        Remedy remedy = possibleDuplicate(reply) ? Remedy.WAIT : verdict.remedy();
        boolean takesTime = remedy == Remedy.WAIT || remedy == Remedy.HOLD;
        if (takesTime || remedy == Remedy.BOUNCE) {
            remaining.remove(recipient);
            round.progress = true;
        } else {
            round.remedies.add(remedy);
        }
        if (takesTime && verdict.scope() == Scope.SOURCE) {
            round.stop = Optional.of(refused.get(recipient));
        }
    }

    /** The session ended before the recipient's turn: what asks for time asks it for this one too. */
    private void endOfSession(String recipient, Reply cause, Round round) {
        Verdict verdict = remember(cause);
        if (verdict.remedy() == Remedy.WAIT || verdict.remedy() == Remedy.HOLD) {
            refused.put(recipient, new Refusal(recipient, cause, verdict));
            remaining.remove(recipient);
            round.progress = true;
        } else {
            round.cause = Optional.of(cause);
        }
    }

    /** After the final dot nobody knows whether the receiver took the mail: another host now would double it. */
    private static boolean possibleDuplicate(Reply reply) {
        return reply instanceof NoReply && reply.stage() == SmtpStage.END_OF_DATA;
    }

    private void conclude(Route route, Round round) {
        if (round.stop.isPresent()) {
            refuseRemaining(round.stop.get().reply(), round.stop.get().verdict());
            return;
        }
        if (round.remedies.contains(Remedy.USE_IPV4)) {
            planner.avoidIpv6(route.hostName());
            if (!routes.removeIf(other -> other.address() instanceof Inet6Address)
                    || routes.stream().noneMatch(other -> other.address() instanceof Inet4Address)) {
                routes.clear();
            }
        } else if (round.remedies.contains(Remedy.USE_TLS)) {
            if (route.settings().startTls() || !used.add(Remedy.USE_TLS)) {
                routes.clear();
            } else {
                List<Route> secured = new ArrayList<>();
                routes.forEach(other -> secured.add(other.withStartTls()));
                routes = new ArrayDeque<>(secured);
            }
        } else if (round.remedies.contains(Remedy.RE_RESOLVE)) {
            routes.clear();
        } else if (round.remedies.contains(Remedy.NEXT_HOST)) {
            routes.poll();
        } else if (round.remedies.contains(Remedy.SPLIT)) {
            splitFurther(round);
        } else if (!round.progress) {
            round.cause.ifPresent(cause -> refuseRemaining(cause, classifier.classify(cause, service)));
            routes.clear();
        }
    }

    /** The first split goes on with the rest together, the next ones recipient by recipient. */
    private void splitFurther(Round round) {
        boolean single = batchSize == 1;
        if (!used.add(Remedy.SPLIT)) {
            batchSize = 1;
        }
        if (!round.progress && single) {
            refuseRemaining();
        }
    }

    private void refuseRemaining(Reply reply, Verdict verdict) {
        remaining.forEach(recipient -> refused.put(recipient, new Refusal(recipient, reply, verdict)));
        remaining.clear();
    }

    private void refuseRemaining() {
        remaining.removeIf(refused::containsKey);
    }

    /** Hosts or patience are used up: those who had a reply keep it, the others share the last one. */
    private void refuseWhatIsLeft() {
        refuseRemaining();
        last.ifPresent(refusal -> refuseRemaining(refusal.reply(), refusal.verdict()));
    }

    private AttemptReport report() {
        return new AttemptReport(accepted, relayed, List.copyOf(refused.values()), takenAtOnce);
    }

    /** What one transaction asks for. */
    private static final class Round {
        private final Set<Remedy> remedies = EnumSet.noneOf(Remedy.class);
        private boolean progress;
        private int taken;
        private Optional<Refusal> stop = Optional.empty();
        private Optional<Reply> cause = Optional.empty();
    }
}
