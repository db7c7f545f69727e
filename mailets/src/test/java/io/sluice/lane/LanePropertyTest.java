package io.sluice.lane;

import static io.sluice.lane.LaneRig.IP;
import static io.sluice.lane.LaneRig.SAYS;
import static io.sluice.lane.LaneRig.to;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.NoReply;
import io.sluice.reply.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever happens to a lane, with whatever clock. */
class LanePropertyTest {
    private static final RateBounds RATE = new RateBounds(10, 0.1, 100);
    /** The longest wait that any class asks for, and what a slow rate and a spent budget add. */
    private static final Duration LONGEST_PAUSE = Duration.ofHours(12).plusMinutes(2);

    private static final List<Verdict> VERDICTS = Stream.concat(
                    Stream.of(
                                    SAYS.serverBusy(IP),
                                    SAYS.s775(IP),
                                    SAYS.s3150(IP),
                                    SAYS.tooManyConnections(),
                                    SAYS.tooManyMessagesPerConnection(IP),
                                    SAYS.prx9(),
                                    SAYS.attr5(),
                                    SAYS.attr17(),
                                    SAYS.attr35(),
                                    SAYS.attr38(),
                                    SAYS.startTlsRequired(),
                                    SAYS.recipientNotFound(),
                                    SAYS.recipientOverHourlyLimit(),
                                    SAYS.authenticationLevel("sender.example"),
                                    "450 4.7.3 Organization queue quota exceeded.")
                            .map(LaneRig::verdict),
                    Stream.of(NoReply.Kind.values()).map(LaneRig::verdict))
            .toList();

    /** A mail that is under way. */
    private record Attempt(Permit permit, Errand errand) {}

    /** What may happen to a lane, drawn at random. */
    private static final class Life {
        private final LaneRig rig = LaneRig.open();
        private final Random random;
        private final List<Attempt> out = new ArrayList<>();

        Life(long seed) {
            random = new Random(seed);
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> leave();
                case 4, 5 -> comeBack(true);
                case 6 -> comeBack(random.nextInt(3) > 0);
                case 7 -> rig.pass(Duration.ofMillis(random.nextInt(2000)));
                case 8 -> leave().ifPresent(when -> rig.now = when);
                case 9 -> seldom();
                default -> rig.lane.connect(rig.now);
            }
        }

        private void seldom() {
            switch (random.nextInt(10)) {
                case 0 -> rig.lane.closeFromOutside(rig.now.plusSeconds(random.nextInt(600)), "test", rig.now);
                case 1 -> rig.lane.resume("test", rig.now);
                case 2 -> rig.lane.share(new Share(1.0 / (1 + random.nextInt(3))), rig.now);
                case 3 -> rig.lane.limits(
                        LaneRig.limits()
                                .withRate(RATE)
                                .withConnections(new CountBounds(1 + random.nextInt(5), 1, 5 + random.nextInt(15))),
                        rig.now);
                case 4 -> rig.lane.closeFromOutside(rig.now.plusSeconds(random.nextInt(60)), "test", rig.now);
                default -> rig.pass(Duration.ofSeconds(random.nextInt(3600)));
            }
        }

        /** Tells when to ask again, where the lane says so. */
        private Optional<Instant> leave() {
            int most = rig.lane.connections();
            Admission admission = rig.lane.admit(rig.now);
            if (admission instanceof Admission.Admitted admitted) {
                assertThat(out.size()).isLessThan(most);
                Errand errand = to("t" + random.nextInt(5) + ".example");
                Admission narrow = rig.lane.admit(admitted.permit(), errand, rig.now);
                if (narrow instanceof Admission.Admitted throughout) {
                    out.add(new Attempt(throughout.permit(), errand));
                } else {
                    rig.lane.abandon(admitted.permit(), rig.now);
                }
            }
            return admission instanceof Admission.NotBefore later ? Optional.of(later.when()) : Optional.empty();
        }

        private void comeBack(boolean accepted) {
            if (out.isEmpty()) {
                return;
            }
            Attempt attempt = out.remove(random.nextInt(out.size()));
            if (random.nextInt(10) == 0) {
                rig.lane.abandon(attempt.permit(), rig.now);
                return;
            }
            Verdict verdict = VERDICTS.get(random.nextInt(VERDICTS.size()));
            Finding refusal = new Finding(attempt.errand().recipients().get(0), verdict, "a reply");
            rig.conclude(
                    attempt.permit(),
                    attempt.errand(),
                    accepted ? Findings.accepted(1) : new Findings(0, List.of(refusal)));
        }
    }

    @Property(tries = 200)
    void knowsHowManyPermitsAreOutAndGivesNoMoreThanConnections(@ForAll long seed) {
        Life life = new Life(seed);

        for (int step = 0; step < 1500; step++) {
            life.step();

            assertThat(life.rig.lane.view().attemptsOut()).isEqualTo(life.out.size());
            assertThat(life.rig.rate()).isBetween(RATE.floor() / 3, RATE.ceiling());
            assertThat(life.rig.connections()).isBetween(1, 20);
        }
    }

    @Property(tries = 200)
    void admitsAgainWithinTheLongestPauseFromAnyState(@ForAll long seed) {
        Life life = new Life(seed);
        for (int step = 0; step < 500; step++) {
            life.step();
        }
        LaneRig rig = life.rig;
        life.out.forEach(attempt -> rig.conclude(attempt.permit(), attempt.errand(), Findings.accepted(1)));
        Instant latest = rig.now.plus(LONGEST_PAUSE);

        rig.accept(3);

        assertThat(rig.now).isBeforeOrEqualTo(latest);
        assertThat(rig.lane.state()).isInstanceOf(GateState.Open.class);
        assertThat(rig.lane.view().attemptsOut()).isZero();
    }

    @Property(tries = 100)
    void aClockThatIsSetBackDelaysNothing(@ForAll long seed) {
        Life life = new Life(seed);
        for (int step = 0; step < 300; step++) {
            life.step();
        }
        LaneRig rig = life.rig;
        life.out.forEach(attempt -> rig.lane.abandon(attempt.permit(), rig.now));
        Duration before = waitUntilAdmitted(rig);

        rig.now = rig.now.minus(Duration.ofHours(1));

        assertThat(waitUntilAdmitted(rig)).isBetween(before.minusMillis(1), before.plusMillis(1));
    }

    @Property(tries = 100)
    void aClockThatJumpsReleasesNoMoreThanABurst(@ForAll long seed) {
        Random random = new Random(seed);
        LaneRig rig = new LaneRig(LaneRig.limits().withRate(new RateBounds(10, 10, 10)));
        int forward = 0;
        long steady = 0;
        int left = 0;

        for (int step = 0; step < 2000; step++) {
            if (random.nextInt(200) == 0) {
                boolean ahead = random.nextBoolean();
                forward += ahead ? 1 : 0;
                rig.now = ahead ? rig.now.plusSeconds(3600) : rig.now.minusSeconds(3600);
            }
            rig.pass(Duration.ofMillis(20));
            steady += 20;
            if (rig.lane.admit(rig.now) instanceof Admission.Admitted admitted) {
                rig.accept(admitted.permit());
                left++;
            }
        }

        int burst = ControlLaw.DEFAULT.burst();
        assertThat(left).isLessThanOrEqualTo((int) (steady / 100) + burst * (forward + 1));
        assertThat(left).isGreaterThanOrEqualTo((int) (steady / 100) - 1 - 2000 / 50);
    }

    @Property(tries = 100)
    void neverRefusesMoreThanTheBudgetWhateverIsUnderWay(@ForAll long seed) {
        Random random = new Random(seed);
        int connections = 1 + random.nextInt(40);
        LaneRig rig = new LaneRig(LaneRig.limits()
                .withRate(new RateBounds(500, 500, 500))
                .withConnections(new CountBounds(connections, connections, connections)));
        List<Permit> out = new ArrayList<>();
        int refusalsOfAHundred = random.nextInt(101);
        int accepted = 0;
        int refused = 0;

        for (int step = 0; step < 3000; step++) {
            rig.pass(Duration.ofMillis(random.nextInt(20)));
            if (random.nextBoolean()) {
                if (rig.lane.admit(rig.now) instanceof Admission.Admitted admitted) {
                    out.add(admitted.permit());
                }
            } else if (!out.isEmpty()) {
                Permit permit = out.remove(random.nextInt(out.size()));
                if (random.nextInt(100) < refusalsOfAHundred) {
                    rig.refuse(permit, SAYS.serverBusy(IP));
                    refused++;
                } else {
                    rig.accept(permit);
                    accepted++;
                }
            }
            ControlLaw law = ControlLaw.DEFAULT;
            double seconds = Duration.between(LaneRig.START, rig.now).toMillis() / 1e3;
            assertThat((double) refused + out.size())
                    .isLessThanOrEqualTo(Math.max(law.budgetReserve(), connections)
                            + law.budget() * accepted
                            + seconds / law.budgetRegain().toSeconds()
                            + 1e-6);
        }
    }

    private static Duration waitUntilAdmitted(LaneRig rig) {
        Admission admission = rig.lane.admit(rig.now);
        if (admission instanceof Admission.Admitted admitted) {
            rig.lane.abandon(admitted.permit(), rig.now);
            return Duration.ZERO;
        }
        return Duration.between(rig.now, ((Admission.NotBefore) admission).when());
    }
}
