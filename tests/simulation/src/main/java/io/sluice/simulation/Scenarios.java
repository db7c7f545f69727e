package io.sluice.simulation;

import static io.sluice.simulation.Nanos.DAY;
import static io.sluice.simulation.Nanos.HOUR;
import static io.sluice.simulation.Nanos.MILLISECOND;
import static io.sluice.simulation.Nanos.MINUTE;
import static io.sluice.simulation.Nanos.SECOND;

import io.sluice.reply.Service;
import io.sluice.simulation.Scenario.Mark;
import io.sluice.simulation.receiver.ConnectionCap;
import io.sluice.simulation.receiver.FrontEnds;
import io.sluice.simulation.receiver.Greylist;
import io.sluice.simulation.receiver.Grudge;
import io.sluice.simulation.receiver.Noise;
import io.sluice.simulation.receiver.Outages;
import io.sluice.simulation.receiver.Quota;
import io.sluice.simulation.receiver.Reputation;
import io.sluice.simulation.receiver.TenantLimits;
import io.sluice.simulation.receiver.TokenBucket;
import java.util.List;
import java.util.SplittableRandom;

/** The published scenarios. */
public final class Scenarios {
    /** Connections that any sender may open: the ceiling of Sluice's lanes, and what the others have by default. */
    public static final int CONNECTIONS = 20;

    private static final long LATENCY = 250 * MILLISECOND;
    private static final int BURST = 20;
    private static final int TENANTS = 400;
    private static final int FIRST_SLOW_TENANT = 10;
    private static final int SLOW_TENANTS = 20;

    private Scenarios() {}

    /** All of them, in the order of the tables. */
    public static List<Scenario> all() {
        return List.of(
                limit(),
                coldStart(),
                belowTheLimit(),
                grudge(
                        "grudge",
                        false,
                        "10 mails/s; more than 20 refusals bring a penalty of 5 minutes, the next one is twice as long, up"
                                + " to an hour; and a penalty of 10 minutes without a cause in the middle"),
                grudge(
                        "merciless grudge",
                        true,
                        "The same, and each attempt during a penalty begins it anew, twice as long"),
                quota(),
                connectionCap(),
                wave(),
                drop(),
                outage(),
                tenants(),
                hiccups(),
                noise(),
                frontEnds(),
                latency(),
                reputation(),
                greylist(),
                urgent(),
                week(),
                steps(),
                jail(),
                trickle());
    }

    private static Load business() {
        return Load.toTenants(200);
    }

    /** outlook.com, hotmail.com, live.com, msn.com. */
    private static Load consumer() {
        return Load.toShares(50, 30, 15, 5);
    }

    private static TokenBucket busyAbove(Rate rate) {
        return new TokenBucket(rate, BURST, LATENCY, Replies.serverBusy());
    }

    private static Scenario limit() {
        return Scenario.of(
                        "limit",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.constant(10)),
                        business().backlog(250_000))
                .describedAs("10 mails/s, the rest is refused without consequences; a backlog for more than the run");
    }

    private static Scenario coldStart() {
        return Scenario.of(
                        "cold start",
                        30 * MINUTE,
                        Service.BUSINESS,
                        seed -> new TokenBucket(Rate.constant(20), 3, LATENCY, Replies.serverBusy()),
                        business().backlog(50_000))
                .describedAs(
                        "20 mails/s but only 3 at once, so that the first few mails are too many already; a backlog for"
                                + " more than the run");
    }

    private static Scenario belowTheLimit() {
        return Scenario.of(
                        "below the limit",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.constant(10)),
                        business().stream(Rate.constant(7)))
                .describedAs("The same, and 7 mails/s come in at random")
                .drains();
    }

    private static Scenario grudge(String name, boolean merciless, String description) {
        long penalty = 6 * HOUR;
        return Scenario.of(
                        name,
                        12 * HOUR,
                        Service.CONSUMER,
                        seed -> new Grudge(
                                Rate.constant(10),
                                BURST,
                                20,
                                merciless,
                                5 * MINUTE,
                                HOUR,
                                penalty,
                                penalty + 10 * MINUTE,
                                LATENCY,
                                Replies.rateLimited()),
                        consumer().backlog(500_000))
                .describedAs(description)
                .marks(new Mark("start", 0), new Mark("penalty", penalty + 10 * MINUTE))
                .steadyFrom(9 * HOUR);
    }

    private static Scenario quota() {
        return Scenario.of(
                        "quota",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new Quota(6000, 10 * MINUTE, LATENCY, Replies.serverBusy()),
                        business().backlog(250_000))
                .describedAs("6000 mails in each 10 minutes, as fast as they come, then nothing until the next 10"
                        + " minutes")
                .window(10 * MINUTE);
    }

    private static Scenario connectionCap() {
        return Scenario.of(
                        "connection cap",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new ConnectionCap(
                                8, CONNECTIONS, SECOND, 50 * MILLISECOND, Replies.tooManyConnections()),
                        business().backlog(250_000))
                .describedAs("8 connections, a second for each mail; further connections are refused with 421");
    }

    private static Scenario wave() {
        return Scenario.of(
                        "wave",
                        2 * DAY,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.wave(4, 20, DAY)),
                        business().backlog(20_000).stream(Rate.constant(12.5)))
                .describedAs("The limit follows the day between 4 and 20 mails/s; 12.5 come in")
                .steadyFrom(DAY);
    }

    private static Scenario drop() {
        return Scenario.of(
                        "drop to a fifth",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.constant(10).changed(0.2, 2 * HOUR, 4 * HOUR)),
                        business().backlog(250_000))
                .describedAs("10 mails/s, after two hours 2 mails/s, after four hours 10 again")
                .marks(new Mark("start", 0), new Mark("drop", 2 * HOUR), new Mark("rise", 4 * HOUR))
                .steadyFrom(5 * HOUR);
    }

    private static Scenario outage() {
        return Scenario.of(
                        "outage",
                        5 * HOUR,
                        Service.BUSINESS,
                        seed -> new Outages(busyAbove(Rate.constant(10)))
                                .outage(HOUR, HOUR + 10 * MINUTE, Replies.temporaryServerError(), LATENCY)
                                .outage(
                                        3 * HOUR,
                                        3 * HOUR + 20 * MINUTE,
                                        Replies.connectionRefused(),
                                        50 * MILLISECOND),
                        business().stream(Rate.constant(8)))
                .describedAs("10 mails/s, 8 come in; a fault of the service for 10 minutes (451 4.3.2), later no"
                        + " connection for 20 minutes")
                .marks(
                        new Mark("start", 0),
                        new Mark("fault", HOUR + 10 * MINUTE),
                        new Mark("no connection", 3 * HOUR + 20 * MINUTE))
                .steadyFrom(4 * HOUR)
                .drains();
    }

    private static Scenario tenants() {
        return Scenario.of(
                        "tenants",
                        2 * HOUR,
                        Service.BUSINESS,
                        seed -> new TenantLimits(
                                busyAbove(Rate.constant(20)),
                                TENANTS,
                                tenant -> tenant >= FIRST_SLOW_TENANT && tenant < FIRST_SLOW_TENANT + SLOW_TENANTS
                                        ? 0.05
                                        : 0,
                                10,
                                LATENCY,
                                Replies.organizationQuota()),
                        Load.toTenants(TENANTS).stream(Rate.constant(12)))
                .describedAs(
                        "20 mails/s, 12 come in for 400 customers; 20 of the large ones take 3 mails a minute each,"
                                + " about half of what comes in for them, and say that their quota is exceeded")
                .drains();
    }

    private static Scenario hiccups() {
        return Scenario.of(
                        "hiccups",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new Noise(
                                busyAbove(Rate.constant(10)),
                                0.003,
                                new SplittableRandom(seed),
                                LATENCY,
                                Replies.temporaryServerError()),
                        business().backlog(250_000))
                .describedAs("10 mails/s; besides, 3 in 1000 attempts meet a fault (451 4.3.2), however slowly they"
                        + " come");
    }

    private static Scenario noise() {
        return Scenario.of(
                        "noise",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new Noise(
                                busyAbove(Rate.constant(10)),
                                0.003,
                                new SplittableRandom(seed),
                                LATENCY,
                                Replies.serverBusy()),
                        business().backlog(250_000))
                .describedAs(
                        "10 mails/s; besides, 3 in 1000 attempts meet the reply that stands for too high a rate (451 4.7.500)");
    }

    private static Scenario frontEnds() {
        return Scenario.of(
                        "front ends",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new FrontEnds(
                                new double[] {3, 2.5, 2, 1.5, 1},
                                BURST,
                                new SplittableRandom(seed),
                                LATENCY,
                                Replies.serverBusy()),
                        business().backlog(250_000))
                .describedAs("Five hosts that take 3, 2.5, 2, 1.5 and 1 mails/s, met at random; the ideal is the rate"
                        + " at which one attempt in a hundred meets a full one");
    }

    private static Scenario latency() {
        return Scenario.of(
                        "slow answers",
                        6 * HOUR,
                        Service.CONSUMER,
                        seed -> new ConnectionCap(
                                Integer.MAX_VALUE, CONNECTIONS, 2 * SECOND, SECOND, Replies.tooManyConnections()),
                        consumer().backlog(250_000))
                .describedAs("Takes everything, but needs two seconds for each mail; the ideal uses 20 connections");
    }

    private static Scenario reputation() {
        return Scenario.of(
                        "reputation",
                        DAY,
                        Service.CONSUMER,
                        seed -> new Reputation(10, 0.5, BURST, LATENCY, Replies.rateLimited()),
                        consumer().backlog(900_000))
                .describedAs("10 mails/s with a good reputation; halved when more than 2 % of the attempts in ten"
                        + " minutes are too many, and a quarter more after each good hour");
    }

    private static Scenario greylist() {
        return Scenario.of(
                        "greylisting",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> new Greylist(busyAbove(Rate.constant(10)), 5 * MINUTE, LATENCY, Replies.greylisted()),
                        business().stream(Rate.constant(4)))
                .describedAs("4 mails/s come in, and each is refused until it has waited for 5 minutes")
                .drains();
    }

    private static Scenario urgent() {
        return Scenario.of(
                        "urgent mail",
                        6 * HOUR,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.constant(2)),
                        business().backlog(50_000).stream(Rate.constant(0.2)).urgent(1))
                .describedAs("2 mails/s, a backlog for more than the run, and an urgent mail each 5 seconds");
    }

    private static Scenario week() {
        Load load = consumer().stream(Rate.wave(0.2, 1.8, DAY));
        for (int day = 0; day < 7; day++) {
            load = load.burst(day * DAY + 9 * HOUR, 12_000);
        }
        return Scenario.of(
                        "week",
                        7 * DAY,
                        Service.CONSUMER,
                        seed -> new Outages(new Grudge(
                                        Rate.constant(2).changed(0.2, 3 * DAY + 12 * HOUR, 3 * DAY + 20 * HOUR),
                                        BURST,
                                        20,
                                        false,
                                        5 * MINUTE,
                                        HOUR,
                                        5 * DAY,
                                        5 * DAY + HOUR,
                                        LATENCY,
                                        Replies.rateLimited()))
                                .outage(
                                        DAY + 14 * HOUR,
                                        DAY + 14 * HOUR + 30 * MINUTE,
                                        Replies.temporaryServerError(),
                                        LATENCY),
                        load)
                .describedAs(
                        "The grudge with 2 mails/s for a week: between 0.2 and 1.8 come in over the day, and 12,000 at once"
                                + " each morning; a fault on the 2nd day, a fifth for 8 hours on the 4th, a penalty of an hour"
                                + " without a cause on the 6th")
                .drains();
    }

    /** The last three came after the control was finished; it was not changed for them. */
    private static Scenario steps() {
        return Scenario.of(
                        "steps",
                        10 * HOUR,
                        Service.BUSINESS,
                        seed -> busyAbove(Rate.steps(30 * MINUTE, 8, 5, 12, 3, 9, 14, 6, 10, 4, 11)),
                        business().backlog(400_000))
                .describedAs("Each half an hour another limit, between 3 and 14 mails/s, up and down");
    }

    private static Scenario jail() {
        long penalty = 3 * HOUR;
        return Scenario.of(
                        "jail",
                        8 * HOUR,
                        Service.BUSINESS,
                        seed -> new Grudge(
                                Rate.constant(4),
                                5,
                                10,
                                false,
                                MINUTE,
                                15 * MINUTE,
                                penalty,
                                penalty + 30 * MINUTE,
                                400 * MILLISECOND,
                                Replies.serverBusy()),
                        business().backlog(150_000))
                .describedAs(
                        "4 mails/s, 5 at once; more than 10 refusals bring a penalty of a minute (451 4.7.500), the"
                                + " next one is twice as long, up to a quarter of an hour; and one of half an hour without a cause")
                .marks(new Mark("start", 0), new Mark("penalty", penalty + 30 * MINUTE))
                .steadyFrom(5 * HOUR);
    }

    private static Scenario trickle() {
        return Scenario.of(
                        "trickle",
                        DAY,
                        Service.CONSUMER,
                        seed -> new Noise(
                                new TokenBucket(Rate.constant(0.5), 3, SECOND, Replies.serverBusy()),
                                0.001,
                                new SplittableRandom(seed),
                                SECOND,
                                Replies.serverBusy()),
                        consumer().backlog(60_000))
                .describedAs(
                        "One mail in two seconds, 3 at once; a second for each; one attempt in 1000 is refused for no"
                                + " reason");
    }
}
