package io.sluice.simulation;

import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MILLISECOND;
import static io.sluice.simulation.Nanos.MINUTE;
import static io.sluice.simulation.Nanos.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.reply.Service;
import io.sluice.simulation.Scenario.Mark;
import io.sluice.simulation.receiver.Answer;
import io.sluice.simulation.receiver.TokenBucket;
import io.sluice.simulation.sender.FixedDelays;
import io.sluice.simulation.sender.SluiceLane;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static final Rate LIMIT = Rate.constant(10);

    private static Scenario scenario(Rate limit, Load load) {
        return Scenario.of(
                "test",
                HOUR,
                Service.BUSINESS,
                seed -> new TokenBucket(limit, 20, 250 * MILLISECOND, Replies.serverBusy()),
                load);
    }

    private static Load backlog() {
        return Load.toTenants(5).backlog(40_000);
    }

    /** Sends a mail at fixed intervals, and again at once what was refused. */
    private static Sender.Maker every(long interval) {
        return network -> new Sender() {
            private final IntQueue queue = new IntQueue();
            private long next;

            @Override
            public void arrived(int mail) {
                queue.add(mail);
                network.wakeAt(Math.max(next, network.now()));
            }

            @Override
            public void answered(int mail, Answer answer) {
                if (!answer.isAccepted()) {
                    queue.add(mail);
                }
            }

            @Override
            public void woken() {
                if (!queue.isEmpty()) {
                    network.attempt(queue.take());
                }
                next = network.now() + interval;
                network.wakeAt(next);
            }
        };
    }

    @Test
    void findsThatASenderThatKnowsTheRateIsPerfect() {
        Outcome outcome = Simulation.run(scenario(LIMIT, backlog()), every(SECOND / 10), 1);

        assertThat(outcome.goodput()).isCloseTo(1, within(0.002));
        assertThat(outcome.refused().total()).isZero();
        assertThat(outcome.oscillation()).isLessThan(0.01);
    }

    @Test
    void countsWhatIsRefused() {
        Outcome outcome = Simulation.run(scenario(LIMIT, backlog()), every(SECOND / 20), 1);

        assertThat(outcome.goodput()).isCloseTo(1, within(0.01));
        assertThat(outcome.refusedPerAccepted()).isCloseTo(1, within(0.02));
    }

    @Test
    void measuresTheIdealByWhatCameIn() {
        Outcome outcome =
                Simulation.run(scenario(LIMIT, Load.toTenants(5).stream(Rate.constant(3))), every(SECOND / 10), 1);

        assertThat(outcome.ideal().total()).isCloseTo(3 * 3600, within(300.0));
        assertThat(outcome.goodput()).isCloseTo(1, within(0.002));
    }

    @Test
    void measuresRecoveryFromAMark() {
        Rate outage = LIMIT.changed(0, 10 * MINUTE, 20 * MINUTE);
        Mark over = new Mark("over", 20 * MINUTE);
        Scenario scenario = scenario(outage, backlog()).marks(over);

        Outcome atOnce = Simulation.run(scenario, every(SECOND / 10), 1);
        Outcome never = Simulation.run(scenario, every(SECOND / 5), 1);

        assertThat(atOnce.recovery(over)).hasValue(0);
        assertThat(never.recovery(over)).isEmpty();
    }

    @Test
    void isTheSameForTheSameSeed() {
        Scenario scenario = scenario(LIMIT, Load.toTenants(5).stream(Rate.constant(12)));

        Outcome first = Simulation.run(scenario, SluiceLane::new, 7);
        Outcome second = Simulation.run(scenario, SluiceLane::new, 7);
        Outcome other = Simulation.run(scenario, SluiceLane::new, 8);

        assertThat(second.accepted().total()).isEqualTo(first.accepted().total());
        assertThat(second.refused().total()).isEqualTo(first.refused().total());
        assertThat(other.accepted().total()).isNotEqualTo(first.accepted().total());
    }

    @Test
    void losesNoMail() {
        Scenario scenario = scenario(LIMIT, backlog());

        Outcome outcome = Simulation.run(scenario, FixedDelays::new, 1);

        assertThat(outcome.accepted().total() + outcome.waiting() + outcome.givenUp())
                .isEqualTo(40_000);
        assertThat(outcome.delays().total()).isEqualTo(40_000);
    }
}
