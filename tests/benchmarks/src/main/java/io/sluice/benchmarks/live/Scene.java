package io.sluice.benchmarks.live;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.smtp.RateLimit;
import io.sluice.testkit.smtp.Rule;
import io.sluice.testkit.smtp.SimulatedReceiver;
import io.sluice.testkit.smtp.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The receivers of a run, and what they do in it. Used by one thread. */
final class Scene {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MicrosoftWorld world;
    private final List<RateLimit> limits = new ArrayList<>();
    private final List<Rule> outages = new ArrayList<>();

    Scene(MicrosoftWorld world) {
        this.world = world;
    }

    /** Exchange Online takes so many mails a second, and so many at once; beyond that it is busy (451 4.7.500). */
    void limitBusiness(int perSecond, int atOnce) {
        Duration per = SECOND.multipliedBy(atOnce).dividedBy(perSecond);
        if (limits.isEmpty()) {
            limits.add(world.business().allows(atOnce, per));
        } else {
            limits.get(0).allow(atOnce, per);
        }
    }

    /** The same, and it resents what is beyond that, see {@link RateLimit#punishing(Duration, Duration)}. */
    void limitBusinessWithPenalty(int perSecond, Duration first, Duration longest) {
        limits.add(world.business().allows(perSecond, SECOND).punishing(first, longest));
    }

    /** Outlook.com takes so many mails a second; beyond that the reputation does not suffice (S775). */
    void limitConsumer(int perSecond) {
        limits.add(world.consumer().allows(perSecond, SECOND));
    }

    /** Exchange Online has a fault (451 4.3.2). */
    void beginOutage() {
        outages.add(world.business().hasAnOutage());
    }

    /** It is well again. */
    void endOutage() {
        outages.forEach(world.business().smtp()::remove);
        outages.clear();
    }

    /** Nobody takes anything any more, so that what is left can be counted. */
    void takeNothing() {
        receivers().forEach(receiver -> {
            receiver.acceptEverything();
            receiver.when(Stage.MAIL).answers("451 4.3.2 Temporary server error. Please try again later ATTR17");
        });
    }

    int penalties() {
        return limits.stream().mapToInt(RateLimit::penalties).sum();
    }

    int prolongations() {
        return limits.stream().mapToInt(RateLimit::prolongations).sum();
    }

    /** All of them. */
    Stream<SimulatedReceiver> receivers() {
        return Stream.of(world.business().smtp(), world.consumer().smtp(), world.other());
    }
}
