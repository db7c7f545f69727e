package io.sluice.simulation.receiver;

import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MILLISECOND;
import static io.sluice.simulation.Nanos.MINUTE;
import static io.sluice.simulation.Nanos.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.reply.Reply;
import io.sluice.simulation.Rate;
import io.sluice.simulation.Replies;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReceiversTest {
    private static final Reply BUSY = Replies.serverBusy();
    private static final long LATENCY = 100 * MILLISECOND;

    private int mails;

    private boolean accepts(Receiver receiver, long now) {
        return accepts(receiver, now, mails++, 1, 1);
    }

    private boolean accepts(Receiver receiver, long now, int mail, int number, int concurrent) {
        Attempt attempt = new Attempt();
        attempt.set(mail, 0, number, concurrent);
        return receiver.answer(now, attempt).isAccepted();
    }

    /** Mails at that pace, so many a second; how many were accepted. */
    private int acceptedOf(Receiver receiver, int perSecond, long from, long to) {
        int accepted = 0;
        for (long now = from; now < to; now += SECOND / perSecond) {
            accepted += accepts(receiver, now) ? 1 : 0;
        }
        return accepted;
    }

    @Nested
    class ATokenBucket {
        @Test
        void takesItsRateAndNoMore() {
            TokenBucket bucket = new TokenBucket(Rate.constant(10), 20, LATENCY, BUSY);

            assertThat(acceptedOf(bucket, 50, 0, 100 * SECOND)).isBetween(1000, 1020);
        }

        @Test
        void followsARateThatChanges() {
            TokenBucket bucket =
                    new TokenBucket(Rate.constant(10).changed(0.2, 100 * SECOND, 200 * SECOND), 1, LATENCY, BUSY);

            assertThat(acceptedOf(bucket, 50, 0, 100 * SECOND)).isBetween(995, 1001);
            assertThat(acceptedOf(bucket, 50, 100 * SECOND, 200 * SECOND)).isBetween(199, 201);
            assertThat(acceptedOf(bucket, 50, 200 * SECOND, 300 * SECOND)).isBetween(995, 1001);
        }
    }

    @Nested
    class AGrudge {
        private Grudge grudge(boolean merciless) {
            return new Grudge(
                    Rate.constant(10),
                    1,
                    5,
                    merciless,
                    5 * MINUTE,
                    HOUR,
                    Long.MAX_VALUE / 2,
                    Long.MAX_VALUE / 2,
                    LATENCY,
                    BUSY);
        }

        private void provoke(Grudge grudge, long now) {
            for (int i = 0; i < 8; i++) {
                accepts(grudge, now);
            }
        }

        @Test
        void overlooksAFewRefusals() {
            Grudge grudge = grudge(true);

            for (int i = 0; i < 5; i++) {
                accepts(grudge, 0);
            }

            assertThat(grudge.penalties()).isZero();
            assertThat(accepts(grudge, SECOND)).isTrue();
        }

        @Test
        void refusesEverythingDuringAPenaltyAndTakesMailAfterIt() {
            Grudge grudge = grudge(false);
            provoke(grudge, 0);

            assertThat(grudge.penalties()).isEqualTo(1);
            assertThat(accepts(grudge, 4 * MINUTE)).isFalse();
            assertThat(accepts(grudge, 5 * MINUTE + SECOND)).isTrue();
        }

        @Test
        void beginsThePenaltyAnewForAnAttemptWhenItIsMerciless() {
            Grudge grudge = grudge(true);
            provoke(grudge, 0);

            accepts(grudge, 4 * MINUTE);

            assertThat(accepts(grudge, 5 * MINUTE + SECOND)).isFalse();
            assertThat(grudge.penalties()).isEqualTo(3);
        }

        @Test
        void doublesTheNextPenalty() {
            Grudge grudge = grudge(false);
            provoke(grudge, 0);

            provoke(grudge, 6 * MINUTE);

            assertThat(accepts(grudge, 15 * MINUTE)).isFalse();
            assertThat(accepts(grudge, 16 * MINUTE + SECOND)).isTrue();
        }
    }

    @Test
    void aQuotaTakesItsNumberInEachWindow() {
        Quota quota = new Quota(100, 10 * MINUTE, LATENCY, BUSY);

        assertThat(acceptedOf(quota, 1, 0, 10 * MINUTE)).isEqualTo(100);
        assertThat(acceptedOf(quota, 1, 10 * MINUTE, 20 * MINUTE)).isEqualTo(100);
    }

    @Test
    void aConnectionCapCountsConnectionsOnly() {
        ConnectionCap cap = new ConnectionCap(8, 20, SECOND, MILLISECOND, Replies.tooManyConnections());

        assertThat(accepts(cap, 0, 1, 1, 8)).isTrue();
        assertThat(accepts(cap, 0, 2, 1, 9)).isFalse();
        assertThat(cap.allowed(0, 10 * SECOND)).isEqualTo(80);
    }

    @Test
    void anOutageRefusesEverythingWhileItLasts() {
        Outages outages = new Outages(new TokenBucket(Rate.constant(10), 20, LATENCY, BUSY))
                .outage(MINUTE, 2 * MINUTE, Replies.temporaryServerError(), LATENCY);

        assertThat(accepts(outages, MINUTE - 1)).isTrue();
        assertThat(accepts(outages, MINUTE)).isFalse();
        assertThat(accepts(outages, 2 * MINUTE)).isTrue();
        assertThat(outages.allowed(0, 3 * MINUTE)).isCloseTo(1200, within(0.1));
    }

    @Test
    void aTenantsLimitIsItsOwn() {
        TenantLimits limits = new TenantLimits(
                new TokenBucket(Rate.constant(100), 100, LATENCY, BUSY),
                2,
                tenant -> tenant == 0 ? 0.1 : 0,
                1,
                LATENCY,
                Replies.organizationQuota());
        Attempt toTheOther = new Attempt();
        toTheOther.set(3, 1, 1, 1);

        assertThat(accepts(limits, 0)).isTrue();
        assertThat(accepts(limits, SECOND)).isFalse();
        assertThat(limits.answer(SECOND, toTheOther).isAccepted()).isTrue();
    }

    @Test
    void noiseRefusesItsShareHoweverSlowlyMailComes() {
        Noise noise = new Noise(
                new TokenBucket(Rate.constant(10), 20, LATENCY, BUSY), 0.1, new SplittableRandom(1), LATENCY, BUSY);

        assertThat(acceptedOf(noise, 1, 0, 10_000 * SECOND)).isBetween(8900, 9100);
    }

    @Test
    void theIdealOfUnevenFrontEndsIsWhereOneInAHundredIsRefused() {
        FrontEnds frontEnds = new FrontEnds(new double[] {3, 1}, 20, new SplittableRandom(1), LATENCY, BUSY);

        // At 2.04 mails a second, 0.02 of them are too many for the small one.
        assertThat(frontEnds.allowed(0, SECOND)).isCloseTo(2.02, within(0.01));
    }

    @Nested
    class AReputation {
        @Test
        void suffersFromIgnoredRefusals() {
            Reputation reputation = new Reputation(10, 1, 20, LATENCY, BUSY);

            acceptedOf(reputation, 20, 0, 20 * MINUTE);

            assertThat(reputation.penalties()).isGreaterThanOrEqualTo(1);
            assertThat(acceptedOf(reputation, 10, 20 * MINUTE, 25 * MINUTE)).isLessThan(1500);
        }

        @Test
        void comesBackWithGoodHours() {
            Reputation reputation = new Reputation(10, 1, 20, LATENCY, BUSY);
            acceptedOf(reputation, 20, 0, 10 * MINUTE);

            acceptedOf(reputation, 2, 20 * MINUTE, 8 * HOUR);

            assertThat(acceptedOf(reputation, 10, 8 * HOUR, 8 * HOUR + MINUTE)).isGreaterThan(590);
        }
    }

    @Test
    void greylistingTakesAMailThatComesBackLater() {
        Greylist greylist =
                new Greylist(new TokenBucket(Rate.constant(10), 20, LATENCY, BUSY), 5 * MINUTE, LATENCY, BUSY);

        assertThat(accepts(greylist, 0, 1, 1, 1)).isFalse();
        assertThat(accepts(greylist, MINUTE, 1, 2, 1)).isFalse();
        assertThat(accepts(greylist, 5 * MINUTE, 1, 3, 1)).isTrue();
    }
}
