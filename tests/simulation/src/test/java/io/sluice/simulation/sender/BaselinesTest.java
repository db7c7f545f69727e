package io.sluice.simulation.sender;

import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MILLISECOND;
import static io.sluice.simulation.Nanos.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import io.sluice.simulation.Load;
import io.sluice.simulation.Nanos;
import io.sluice.simulation.Outcome;
import io.sluice.simulation.Rate;
import io.sluice.simulation.Replies;
import io.sluice.simulation.Scenario;
import io.sluice.simulation.Sender;
import io.sluice.simulation.Simulation;
import io.sluice.simulation.receiver.ConnectionCap;
import io.sluice.simulation.receiver.Outages;
import io.sluice.simulation.receiver.TokenBucket;
import org.junit.jupiter.api.Test;

/** The models do what the documentation of the servers says. */
class BaselinesTest {
    /** Refuses everything for so long, then takes everything. */
    private static Outcome outage(Service service, Reply reply, long outage, Load load, Sender.Maker sender) {
        return Simulation.run(
                Scenario.of(
                        "outage",
                        8 * HOUR,
                        service,
                        seed -> new Outages(new TokenBucket(
                                        Rate.constant(1000), 1000, 100 * MILLISECOND, Replies.serverBusy()))
                                .outage(0, outage, reply, 100 * MILLISECOND),
                        load),
                sender,
                1);
    }

    private static Load oneMail() {
        return Load.toShares(1).backlog(1);
    }

    private static double minutes(long nanos) {
        return Nanos.seconds(nanos) / 60;
    }

    @Test
    void jamesWaitsByItsList() {
        Outcome outcome =
                outage(Service.BUSINESS, Replies.temporaryServerError(), 50 * MINUTE, oneMail(), FixedDelays::new);

        // At the start, after 5, after 10 more, and after 45 more minutes.
        assertThat(outcome.refused().total()).isEqualTo(3);
        assertThat(minutes(outcome.delays().quantile(0.5))).isBetween(59.0, 61.5);
    }

    @Test
    void postfixWaitsAsLongAsTheMailIsOld() {
        Outcome outcome = outage(
                Service.BUSINESS, Replies.temporaryServerError(), 16 * MINUTE, oneMail(), ConcurrencyFeedback::new);

        // Queue runs at 10, then at 25 minutes, each 5 minutes: 5 minutes after the start is just too early.
        assertThat(outcome.refused().total()).isEqualTo(2);
        assertThat(minutes(outcome.delays().quantile(0.5))).isBetween(24.0, 26.0);
    }

    @Test
    void postfixLeavesADestinationAloneWhenAWindowOfConnectionsFailed() {
        Outcome outcome = outage(
                Service.BUSINESS,
                Replies.connectionRefused(),
                4 * MINUTE,
                Load.toShares(1).backlog(1000),
                ConcurrencyFeedback::new);

        assertThat(outcome.refused().total()).isLessThanOrEqualTo(10);
    }

    @Test
    void postfixDoesNotSlowDownForARefusedMail() {
        Outcome outcome = outage(
                Service.BUSINESS,
                Replies.serverBusy(),
                4 * MINUTE,
                Load.toShares(1).backlog(1000),
                ConcurrencyFeedback::new);

        assertThat(outcome.refused().total()).isEqualTo(1000);
    }

    @Test
    void postfixGrowsTo20Deliveries() {
        Outcome outcome = Simulation.run(
                Scenario.of(
                        "latency",
                        HOUR,
                        Service.BUSINESS,
                        seed -> new ConnectionCap(1000, 20, Nanos.SECOND, Nanos.SECOND, Replies.tooManyConnections()),
                        Load.toShares(1).backlog(100_000)),
                ConcurrencyFeedback::new,
                1);

        assertThat(outcome.goodput()).isBetween(0.99, 1.01);
    }

    @Test
    void kumoSlowsToOneMailAMinuteFor90MinutesOnTheFirstServerBusy() {
        Outcome outcome = outage(
                Service.BUSINESS,
                Replies.serverBusy(),
                1,
                Load.toShares(1).backlog(1).stream(Rate.constant(1)),
                ThresholdRules::new);

        assertThat(outcome.accepted().between(5 * MINUTE, 85 * MINUTE)).isBetween(79.0, 81.0);
        assertThat(outcome.accepted().between(90 * MINUTE, 105 * MINUTE)).isGreaterThan(5000);
    }

    @Test
    void kumoSuspendsAConsumerDomainAfterFiveFaults() {
        Outcome outcome = outage(
                Service.CONSUMER,
                Replies.temporaryServerError(),
                MINUTE,
                Load.toShares(1).stream(Rate.constant(1)),
                ThresholdRules::new);

        assertThat(outcome.refused().total()).isLessThan(15);
        assertThat(outcome.accepted().between(MINUTE, 59 * MINUTE)).isZero();
        assertThat(outcome.accepted().between(HOUR, 2 * HOUR)).isPositive();
    }

    @Test
    void kumoDoesNotKnowTheFaultsOfBusinessCustomers() {
        Outcome outcome = outage(
                Service.BUSINESS,
                Replies.temporaryServerError(),
                MINUTE,
                Load.toShares(1).stream(Rate.constant(1)),
                ThresholdRules::new);

        assertThat(outcome.accepted().between(MINUTE, 2 * MINUTE)).isGreaterThan(30);
    }

    @Test
    void kumoTriesAgainAfter20MinutesThenTwiceAsLong() {
        Outcome outcome =
                outage(Service.BUSINESS, Replies.temporaryServerError(), 30 * MINUTE, oneMail(), ThresholdRules::new);

        assertThat(outcome.refused().total()).isEqualTo(2);
        assertThat(minutes(outcome.delays().quantile(0.5))).isBetween(53.0, 67.0);
    }
}
