package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whatever a receiver answers, in whatever order. */
class RateControlPropertyTest {
    private static final RateBounds BOUNDS = new RateBounds(2, 0.1, 50);

    @Property(tries = 300)
    void staysWithinItsBoundsAndCountsEpochsUpwards(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 99) int refusalsOfAHundred) {
        Random random = new Random(seed);
        RateControl control = new RateControl(ControlLaw.DEFAULT, BOUNDS);

        for (int step = 0; step < 2000; step++) {
            double rate = control.rate();
            long epoch = control.epoch();
            long admitted = random.nextInt(10) == 0 ? epoch - 1 : epoch;
            answer(control, admitted, random, refusalsOfAHundred);

            assertThat(control.rate()).isBetween(BOUNDS.floor(), BOUNDS.ceiling());
            assertThat(control.epoch()).isGreaterThanOrEqualTo(epoch);
            assertThat(control.rate() == rate || control.epoch() > epoch).isTrue();
            assertThat(control.hurt()).isGreaterThanOrEqualTo(0).isFinite();
            assertThat(control.patience()).isGreaterThanOrEqualTo(ControlLaw.DEFAULT.patience());
        }
    }

    @Property(tries = 300)
    void fallsWithEachFreshRefusalDownToItsFloor(@ForAll long seed) {
        Random random = new Random(seed);
        RateControl control = new RateControl(ControlLaw.DEFAULT, BOUNDS);

        for (int step = 0; step < 500; step++) {
            answer(control, control.epoch(), random, 20);
            double before = control.rate();

            boolean fell = control.refused(control.epoch());

            assertThat(fell).isTrue();
            if (before > BOUNDS.floor()) {
                assertThat(control.rate()).isLessThan(before);
            } else {
                assertThat(control.rate()).isEqualTo(before);
            }
        }
    }

    @Property(tries = 300)
    void learnsNothingFromMessagesOfAnEarlierEpoch(@ForAll long seed) {
        Random random = new Random(seed);
        RateControl control = new RateControl(ControlLaw.DEFAULT, BOUNDS);
        for (int step = 0; step < 100; step++) {
            answer(control, control.epoch(), random, 20);
        }
        control.refused(control.epoch());
        double rate = control.rate();
        double hurt = control.hurt();
        long epoch = control.epoch();

        for (int step = 0; step < 500; step++) {
            control.refused(epoch - 1);
            control.halve(epoch - 1);
            control.accepted(epoch - 1, true);
        }

        assertThat(control.rate()).isEqualTo(rate);
        assertThat(control.hurt()).isEqualTo(hurt);
        assertThat(control.epoch()).isEqualTo(epoch);
    }

    @Property(tries = 100)
    void aReceiverThatRefusesNothingMoreSeesTheCeilingInTheEnd(@ForAll long seed) {
        Random random = new Random(seed);
        RateControl control = new RateControl(ControlLaw.DEFAULT, BOUNDS);
        for (int step = 0; step < 300; step++) {
            answer(control, control.epoch(), random, 30);
        }

        long accepted = 0;
        while (control.rate() < BOUNDS.ceiling() && accepted < 10_000_000) {
            control.accepted(control.epoch(), true);
            accepted++;
        }

        assertThat(control.rate()).isEqualTo(BOUNDS.ceiling());
    }

    private static void answer(RateControl control, long admitted, Random random, int refusalsOfAHundred) {
        if (random.nextInt(100) >= refusalsOfAHundred) {
            control.accepted(admitted, random.nextInt(10) != 0);
            return;
        }
        switch (random.nextInt(8)) {
            case 0 -> control.halve(admitted);
            case 1 -> control.punished(random.nextInt(2000));
            case 2 -> control.fallTo(50 * random.nextDouble());
            default -> control.refused(admitted);
        }
    }
}
