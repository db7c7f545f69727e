package io.sluice.simulation;

import io.sluice.reply.Service;
import io.sluice.simulation.receiver.Answer;
import io.sluice.simulation.receiver.Attempt;
import io.sluice.simulation.receiver.Receiver;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One run of a sender against a receiver. */
public final class Simulation implements Network {
    private final Scenario scenario;
    private final Receiver receiver;
    private final Mails mails;
    private final SplittableRandom latencies;
    private final SplittableRandom jitter;
    private final Timetable answersDue = new Timetable();
    private final Attempt attempt = new Attempt();
    private final Series accepted;
    private final Series refused;
    private final Histogram delays = new Histogram();
    private final Histogram urgentDelays = new Histogram();
    /** Of the attempts under way, by slot. */
    private int[] mailOf = new int[64];

    private Answer[] answerOf = new Answer[64];
    private final IntQueue freeSlots = new IntQueue();
    private int slots;
    private int underWay;
    private long now;
    private long alarm = Long.MAX_VALUE;
    private int givenUp;
    private final BitSet done = new BitSet();

    private Simulation(Scenario scenario, long seed) {
        SplittableRandom seeds = new SplittableRandom(seed);
        this.scenario = scenario;
        this.receiver = scenario.receiver().apply(seeds.nextLong());
        this.mails = scenario.load().generate(scenario.duration(), seeds.nextLong());
        this.latencies = seeds.split();
        this.jitter = seeds.split();
        this.accepted = new Series(scenario.duration());
        this.refused = new Series(scenario.duration());
    }

    /** Runs a scenario to its end. */
    public static Outcome run(Scenario scenario, Sender.Maker maker, long seed) {
        Simulation simulation = new Simulation(scenario, seed);
        Sender sender = maker.make(simulation);
        simulation.run(sender);
        return simulation.outcome(sender.inVain());
    }

    private void run(Sender sender) {
        int nextMail = 0;
        while (true) {
            long arrival = nextMail < mails.size() ? mails.arrival(nextMail) : Long.MAX_VALUE;
            long answer = answersDue.earliest();
            long next = Math.min(alarm, Math.min(arrival, answer));
            if (next >= scenario.duration()) {
                break;
            }
            now = Math.max(now, next);
            if (answer == next) {
                finish(answersDue.take(), sender);
            } else if (arrival == next) {
                sender.arrived(nextMail++);
            } else {
                alarm = Long.MAX_VALUE;
                sender.woken();
            }
        }
        now = scenario.duration();
    }

    private void finish(int slot, Sender sender) {
        int mail = mailOf[slot];
        Answer answer = answerOf[slot];
        freeSlots.add(slot);
        underWay--;
        if (answer.isAccepted()) {
            accepted.add(now, 1);
            settle(mail);
        } else {
            refused.add(now, 1);
        }
        sender.answered(mail, answer);
    }

    private void settle(int mail) {
        if (done.get(mail)) {
            throw new IllegalStateException("Mail " + mail + " was delivered or given up twice");
        }
        done.set(mail);
        histogram(mail).add(now - mails.arrival(mail));
    }

    private Histogram histogram(int mail) {
        return mails.priority(mail) > Mails.NORMAL ? urgentDelays : delays;
    }

    private Outcome outcome(long inVain) {
        for (int mail = done.nextClearBit(0); mail < mails.size(); mail = done.nextClearBit(mail + 1)) {
            histogram(mail).add(now - mails.arrival(mail));
        }
        int waiting = mails.size() - done.cardinality();
        Series ideal = Clairvoyant.run(receiver, mails, tenants(), scenario.duration());
        return new Outcome(
                scenario,
                accepted,
                ideal,
                refused,
                delays,
                urgentDelays,
                givenUp,
                waiting,
                inVain,
                receiver.penalties());
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public Mails mails() {
        return mails;
    }

    @Override
    public int tenants() {
        return scenario.load().tenants();
    }

    @Override
    public Service service() {
        return scenario.service();
    }

    @Override
    public RandomGenerator random() {
        return jitter;
    }

    @Override
    public void attempt(int mail, int idleConnections) {
        mails.attempted(mail);
        underWay++;
        attempt.set(mail, mails.tenant(mail), mails.attempts(mail), underWay + idleConnections);
        Answer answer = receiver.answer(now, attempt);
        int slot = freeSlots.isEmpty() ? newSlot() : freeSlots.take();
        mailOf[slot] = mail;
        answerOf[slot] = answer;
        long latency = (long) (answer.latency() * (0.8 + 0.4 * latencies.nextDouble()));
        answersDue.add(now + Math.max(1, latency), slot);
    }

    private int newSlot() {
        if (slots == mailOf.length) {
            mailOf = Arrays.copyOf(mailOf, slots * 2);
            answerOf = Arrays.copyOf(answerOf, slots * 2);
        }
        return slots++;
    }

    @Override
    public void wakeAt(long time) {
        alarm = time;
    }

    @Override
    public void giveUp(int mail) {
        if (done.get(mail)) {
            throw new IllegalStateException("Mail " + mail + " was delivered or given up twice");
        }
        done.set(mail);
        givenUp++;
        // It never arrives: its delay is all the time there is.
        histogram(mail).add(Math.max(now, scenario.duration()) - mails.arrival(mail));
    }
}
