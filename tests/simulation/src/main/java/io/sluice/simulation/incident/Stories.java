package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import io.sluice.reply.Reply;
import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What can happen. */
@SuppressWarnings("UnnecessaryLambda") // They are parts of sentences.
public final class Stories {
    static final Predicate<Mail> MICROSOFT = mail -> mail.service != null;
    static final Predicate<Mail> BUSINESS = mail -> mail.service == Service.BUSINESS;
    static final Predicate<Mail> CONSUMER = mail -> mail.service == Service.CONSUMER;
    static final Predicate<Mail> EVERYTHING = mail -> true;
    static final double HOUR = 60;

    private Stories() {}

    /** All of them. */
    public static List<Story> all() {
        List<Story> all = new ArrayList<>(quiet());
        all.addAll(incidents());
        all.addAll(ownFaults());
        all.addAll(mixed());
        all.addAll(FirstHoldOut.stories());
        all.addAll(SecondHoldOut.stories());
        return List.copyOf(all);
    }

    private static List<Story> quiet() {
        return List.of(
                Story.of(
                        "quiet",
                        "4 in 1000 attempts fail, 1 in 100 recipients is unknown, a front end hiccups each three hours",
                        (size, random) -> List.of()),
                Story.of(
                                "campaign",
                                "Five times the usual mail; the receiver slows all addresses",
                                (size, random) -> List.of())
                        .volume(5)
                        .allowing(Kind.REPUTATION));
    }

    private static List<Story> incidents() {
        return List.of(
                Story.of(
                                "outage",
                                "Both services: 451 4.3.2 for everything",
                                (size, random) -> List.of(Fault.of(0, HOUR, 1, Texts.fault(), MICROSOFT)))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress(),
                Story.of(
                                "protecting its health",
                                "Business: 452 4.3.1 for a third",
                                (size, random) -> List.of(Fault.of(0, 2 * HOUR, 0.33, Texts.overloaded(), BUSINESS)))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress(),
                Story.of(
                                "one region",
                                "Business: 451 4.3.2 for nine in ten of the European customers",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        2 * HOUR,
                                        0.9,
                                        Texts.fault(),
                                        BUSINESS.and(mail -> World.region(mail) == 0))))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress(),
                Story.of(
                                "congestion",
                                "Both services: six in ten connections time out",
                                (size, random) -> List.of(Fault.of(0, HOUR, 0.6, Texts.timeout(), MICROSOFT)))
                        .expecting(Kind.UNREACHABLE)
                        .allowing(Kind.INCIDENT)
                        .isAnIncident(),
                Story.of(
                                "networking outage",
                                "Both services: all connections time out",
                                (size, random) -> List.of(Fault.of(0, HOUR, 1, Texts.timeout(), MICROSOFT)))
                        .expecting(Kind.UNREACHABLE)
                        .allowing(Kind.INCIDENT)
                        .isAnIncident(),
                Story.of(
                                "rules changed",
                                "Anti-spam rules: S775 and 4.7.500 for 19 in 20, all addresses at once",
                                (size, random) -> bothServices(0.95, Texts.reputation(), Texts.slowed(), MICROSOFT))
                        .expecting(Kind.INCIDENT));
    }

    private static List<Story> ownFaults() {
        return List.of(
                Story.of(
                                "one address",
                                "S775 for nine in ten mails of one address",
                                (size, random) -> List.of(Fault.of(
                                        0, 3 * HOUR, 0.9, Texts.reputation(), CONSUMER.and(mail -> mail.source == 0))))
                        .expecting(Kind.REPUTATION),
                Story.of(
                                "all addresses, one by one",
                                "4.7.500 and S775 for all addresses, which begin within three hours",
                                (size, random) -> oneByOne(size, random, 180))
                        .expecting(Kind.REPUTATION),
                Story.of(
                                "bad campaign",
                                "Four times the mail; all addresses are refused at both services within 20 minutes",
                                (size, random) -> oneByOne(size, random, 20))
                        .volume(4)
                        .expecting(Kind.REPUTATION),
                Story.of(
                                "block list",
                                "Both services block all addresses at once",
                                (size, random) -> bothServices(1, Texts.blockList(), Texts.banned(), MICROSOFT))
                        .expecting(Kind.REPUTATION),
                Story.of(
                                "authentication",
                                "550 5.7.515 for the largest sender domain",
                                (size, random) -> bothServices(
                                        1, Texts.authentication(), Texts.authentication(), Stories::isFirstDomain))
                        .expecting(Kind.SENDER),
                Story.of(
                                "own network",
                                "Nobody is reached",
                                (size, random) -> List.of(Fault.of(0, HOUR, 1, Texts.timeout(), EVERYTHING)))
                        .expecting(Kind.NETWORK)
                        .allowing(Kind.UNREACHABLE),
                Story.of(
                                "own DNS",
                                "Nothing can be looked up",
                                (size, random) -> List.of(Fault.of(0, HOUR, 1, Texts.noDns(), EVERYTHING)))
                        .expecting(Kind.NETWORK)
                        .allowing(Kind.UNREACHABLE),
                Story.of(
                                "one path",
                                "The route of one address is broken",
                                (size, random) ->
                                        List.of(Fault.of(0, 2 * HOUR, 1, Texts.timeout(), mail -> mail.source == 0)))
                        .expecting(Kind.NETWORK)
                        .allowing(Kind.UNREACHABLE),
                Story.of(
                                "one customer",
                                "The largest customer's quota is full",
                                (size, random) -> List.of(Fault.of(
                                        0, 3 * HOUR, 1, Texts.quota(), BUSINESS.and(mail -> mail.tenant == 0))))
                        .expecting(Kind.TENANT));
    }

    private static List<Story> mixed() {
        return List.of(
                Story.of(
                                "outage and authentication",
                                "Business has an outage; half an hour before, a domain of ours lost its DKIM key",
                                (size, random) -> List.of(
                                        Fault.of(1800, HOUR, 1, Texts.fault(), BUSINESS),
                                        Fault.of(
                                                0,
                                                3 * HOUR,
                                                1,
                                                Texts.authentication(),
                                                MICROSOFT.and(Stories::isFirstDomain))))
                        .expecting(Kind.INCIDENT, Kind.SENDER)
                        .openWithOneAddress(),
                Story.of(
                                "outage and reputation",
                                "Business has an outage while the consumer service refuses one address",
                                (size, random) -> List.of(
                                        Fault.of(0, HOUR, 1, Texts.fault(), BUSINESS),
                                        Fault.of(
                                                600,
                                                2 * HOUR,
                                                0.9,
                                                Texts.reputation(),
                                                CONSUMER.and(mail -> mail.source == 0))))
                        .expecting(Kind.INCIDENT, Kind.REPUTATION)
                        .openWithOneAddress(),
                Story.of(
                                "outage and own network",
                                "Both services have an outage, and then our network breaks",
                                (size, random) -> List.of(
                                        Fault.of(2700, HOUR, 1, Texts.timeout(), EVERYTHING),
                                        Fault.of(0, HOUR, 1, Texts.fault(), MICROSOFT)))
                        .expecting(Kind.INCIDENT, Kind.NETWORK)
                        .openWithOneAddress()
                        .allowing(Kind.UNREACHABLE));
    }

    private static boolean isFirstDomain(Mail mail) {
        return mail.senderDomain == 0;
    }

    private static List<Fault> bothServices(double part, Reply[] consumer, Reply[] business, Predicate<Mail> whose) {
        return List.of(
                Fault.of(0, 3 * HOUR, part, consumer, CONSUMER.and(whose)),
                Fault.of(0, 3 * HOUR, part, business, BUSINESS.and(whose)));
    }

    private static List<Fault> oneByOne(Size size, RandomGenerator random, double withinMinutes) {
        List<Fault> faults = new ArrayList<>();
        for (int source = 0; source < size.sources(); source++) {
            int of = source;
            for (Service service : List.of(Service.CONSUMER, Service.BUSINESS)) {
                double from = 60 * withinMinutes * random.nextDouble();
                faults.add(Fault.of(
                        from,
                        4 * HOUR,
                        0.9,
                        service == Service.CONSUMER ? Texts.reputation() : Texts.slowed(),
                        mail -> mail.service == service && mail.source == of));
            }
        }
        return faults;
    }
}
