package io.sluice.simulation.sender;

import io.sluice.lane.Admission;
import io.sluice.lane.BackOff;
import io.sluice.lane.Errand;
import io.sluice.lane.Findings;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneEvent;
import io.sluice.lane.LaneId;
import io.sluice.lane.LanePolicy;
import io.sluice.lane.Permit;
import io.sluice.lane.Reaction;
import io.sluice.reply.SmtpStage;
import io.sluice.reply.Verdict;
import io.sluice.simulation.Mails;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Network;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Timetable;
import io.sluice.simulation.receiver.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sluice: the real lane and the real catalogue, with their defaults; around them, what the delivery does on a server. Mail
 * waits in order of priority, then of the time at which it is due; a refused mail is due when the gate that its reply is
 * about opens. New connections wait for their turn while they hold their permit.
 */
public final class SluiceLane implements Sender {
    private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
    private static final Findings ACCEPTED = Findings.accepted(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long AFTER_FAULT = 2 * Nanos.SECOND;
    private static final long MAX_AGE = 3 * Nanos.DAY;
    private static final List<String> RECIPIENTS = List.of("someone@example.com");
    private static final int PRIORITIES = 10;

    /** Told of each change of the lane. */
    @FunctionalInterface
    public interface Listener {
        /** What happened at that time, in nanoseconds. */
        void accept(long time, LaneEvent event);
    }

    private record Leave(Permit permit, ConnectionPool.Connection connection) {}

    private final Network network;
    private final Listener listener;
    private final Mails mails;
    private final Lane lane;
    private final BackOff backOff;
    private final Understanding understanding;
    private final ConnectionPool connections;
    private final List<String> hosts;
    private final Timetable waiting = new Timetable();
    private final Timetable[] ready = new Timetable[PRIORITIES];
    private final Timetable connecting = new Timetable();
    private final Map<Integer, Permit> permits = new HashMap<>();
    private final Map<Integer, Leave> underWay = new HashMap<>();
    private long inVain;

    /** With the published defaults. */
    public SluiceLane(Network network) {
        this(network, LanePolicy.DEFAULT, hosts(network.tenants()), (time, event) -> {});
    }

    /**
     * @param hosts the MX host of each tenant, see {@link #hosts}
     * @param listener told of each change of the lane, with the time in nanoseconds
     */
    public SluiceLane(Network network, LanePolicy policy, List<String> hosts, Listener listener) {
        this.listener = listener;
        this.network = network;
        this.mails = network.mails();
        LaneId id = LaneId.of("192.0.2.7", network.service());
        this.lane = new Lane(id, policy.limitsOf(id), policy.law(), START);
        this.backOff = Understanding.backOff(network.random());
        this.understanding = new Understanding(network.service());
        this.connections = new ConnectionPool();
        this.hosts = hosts;
        for (int i = 0; i < PRIORITIES; i++) {
            ready[i] = new Timetable();
        }
    }

    /** The names of so many hosts. */
    public static List<String> hosts(int tenants) {
        return IntStream.range(0, tenants)
                .mapToObj(tenant -> "customer" + tenant + ".mail.protection.outlook.com")
                .toList();
    }

    /** The lane itself, to look at. */
    public Lane lane() {
        return lane;
    }

    @Override
    public long inVain() {
        return inVain;
    }

    @Override
    public void arrived(int mail) {
        ready[mails.priority(mail)].add(network.now(), mail);
        pump();
    }

    @Override
    public void woken() {
        while (connecting.earliest() <= network.now()) {
            int mail = connecting.take();
            send(mail, permits.remove(mail));
        }
        pump();
    }

    @Override
    public void answered(int mail, Answer answer) {
        Leave leave = underWay.remove(mail);
        long now = network.now();
        boolean usable = answer.refusal()
                .map(reply ->
                        reply.stage() != SmtpStage.CONNECT && !reply.text().startsWith("421"))
                .orElse(true);
        connections.giveBack(leave.connection(), usable, lane.messagesPerConnection(), now);
        Findings findings = answer.refusal().map(understanding::of).orElse(ACCEPTED);
        Reaction reaction = lane.conclude(leave.permit(), errandOf(mail), findings, backOff, instant(now));
        if (!reaction.events().isEmpty()) {
            reaction.events().forEach(event -> listener.accept(now, event));
            lane.takeUnsaved();
        }
        if (!answer.isAccepted()) {
            postpone(mail, findings.refusals().get(0).verdict(), reaction);
        }
        pump();
    }

    private void postpone(int mail, Verdict verdict, Reaction reaction) {
        if (network.now() - mails.arrival(mail) >= MAX_AGE) {
            network.giveUp(mail);
            return;
        }
        Instant now = instant(network.now());
        int earlier = mails.attempts(mail) - 1;
        Instant byItself = now.plus(backOff.schedule().nextWait(verdict, earlier + 1));
        Instant due = reaction.until(verdict)
                .map(gate -> later(gate, earlier(byItself, now.plus(soon(earlier)))))
                .orElse(byItself);
        waiting.add(nanos(due), mail);
    }

    private static Duration soon(int attempts) {
        return attempts == 0 ? Duration.ZERO : SOON.multipliedBy(1L << Math.min(attempts, 20));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private void pump() {
        long now = network.now();
        Instant instant = instant(now);
        long admission = Long.MAX_VALUE;
        moveDue(now);
        while (true) {
            Admission answer = lane.admit(instant);
            if (answer instanceof Admission.NotBefore later) {
                admission = nanos(later.when());
                break;
            }
            if (!(answer instanceof Admission.Admitted admitted)) {
                break;
            }
            Timetable queue = next();
            if (queue == null) {
                lane.abandon(admitted.permit(), instant);
                break;
            }
            start(queue.take(), admitted.permit(), instant);
        }
        network.wakeAt(Math.max(
                now,
                Math.min(
                        connecting.earliest(), Math.min(admission, hasReady() ? Long.MAX_VALUE : waiting.earliest()))));
    }

    private void moveDue(long now) {
        while (waiting.earliest() <= now) {
            long due = waiting.earliest();
            int mail = waiting.take();
            ready[mails.priority(mail)].add(due, mail);
        }
    }

    /** The most urgent mail that is ready. */
    private Timetable next() {
        for (int priority = PRIORITIES - 1; priority >= 0; priority--) {
            if (!ready[priority].isEmpty()) {
                return ready[priority];
            }
        }
        return null;
    }

    private boolean hasReady() {
        for (Timetable queue : ready) {
            if (!queue.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void start(int mail, Permit permit, Instant now) {
        Admission narrow = lane.admit(permit, errandOf(mail), now);
        if (narrow instanceof Admission.Admitted throughout) {
            send(mail, throughout.permit());
            return;
        }
        lane.abandon(permit, now);
        inVain++;
        waiting.add(
                narrow instanceof Admission.NotBefore later ? nanos(later.when()) : network.now() + AFTER_FAULT, mail);
    }

    private void send(int mail, Permit permit) {
        long now = network.now();
        int host = mails.tenant(mail);
        ConnectionPool.Connection connection = connections.reuse(host, now);
        if (connection == null) {
            long turn = nanos(lane.connect(instant(now)));
            if (turn > now) {
                permits.put(mail, permit);
                connecting.add(turn, mail);
                return;
            }
            connection = connections.open(host, lane.connections());
        }
        connections.keepTo(lane.connections());
        underWay.put(mail, new Leave(permit, connection));
        network.attempt(mail, connections.idle(now));
    }

    private Errand errandOf(int mail) {
        return new Errand(hosts.get(mails.tenant(mail)), "", RECIPIENTS);
    }

    private static Instant instant(long time) {
        return START.plusNanos(time);
    }

    private static long nanos(Instant instant) {
        return Duration.between(START, instant).toNanos();
    }
}
