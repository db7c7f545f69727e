package io.sluice.simulation.sender;

import io.sluice.reply.Service;
import io.sluice.simulation.Mails;
import io.sluice.simulation.Network;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Timetable;
import io.sluice.simulation.receiver.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** Many senders, one for each source address; each mail leaves from the next one. */
public final class Fleet implements Sender {
    private final Network network;
    private final List<Sender> members = new ArrayList<>();
    private final long[] alarms;
    private final Timetable alarmTimes = new Timetable();

    /** @param maker makes a member */
    public Fleet(Network network, int size, Function<Network, Sender> maker) {
        this.network = network;
        this.alarms = new long[size];
        for (int i = 0; i < size; i++) {
            alarms[i] = Long.MAX_VALUE;
            members.add(maker.apply(new Line(i)));
        }
    }

    /** From which address a mail leaves. */
    public static int source(int mail, int sources) {
        return mail % sources;
    }

    private Sender member(int mail) {
        return members.get(source(mail, members.size()));
    }

    @Override
    public void arrived(int mail) {
        member(mail).arrived(mail);
    }

    @Override
    public void answered(int mail, Answer answer) {
        member(mail).answered(mail, answer);
    }

    @Override
    public void woken() {
        while (alarmTimes.earliest() <= network.now()) {
            long time = alarmTimes.earliest();
            int which = alarmTimes.take();
            if (alarms[which] == time) {
                alarms[which] = Long.MAX_VALUE;
                members.get(which).woken();
            }
        }
        network.wakeAt(alarmTimes.earliest());
    }

    @Override
    public long inVain() {
        return members.stream().mapToLong(Sender::inVain).sum();
    }

    /** What one member sees of the network: an alarm of its own. */
    private final class Line implements Network {
        private final int number;

        private Line(int number) {
            this.number = number;
        }

        @Override
        public void wakeAt(long time) {
            if (alarms[number] != time) {
                alarms[number] = time;
                if (time < Long.MAX_VALUE) {
                    alarmTimes.add(time, number);
                    network.wakeAt(alarmTimes.earliest());
                }
            }
        }

        @Override
        public long now() {
            return network.now();
        }

        @Override
        public Mails mails() {
            return network.mails();
        }

        @Override
        public int tenants() {
            return network.tenants();
        }

        @Override
        public Service service() {
            return network.service();
        }

        @Override
        public void attempt(int mail, int idleConnections) {
            network.attempt(mail, idleConnections);
        }

        @Override
        public void giveUp(int mail) {
            network.giveUp(mail);
        }

        @Override
        public RandomGenerator random() {
            return network.random();
        }
    }
}
