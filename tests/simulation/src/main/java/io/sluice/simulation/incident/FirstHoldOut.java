package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import io.sluice.reply.Service;
import java.util.List;

/** Stories that were written before the constants of the first rules were chosen, and run only after. */
final class FirstHoldOut {
    private FirstHoldOut() {}

    static List<Story> stories() {
        return List.of(
                Story.of(
                                "slow decline",
                                "Business: faults grow from none to eight in ten within half an hour",
                                (size, random) -> List.of(new Fault(
                                        0,
                                        7200,
                                        Stories.BUSINESS,
                                        seconds -> Math.min(0.8, seconds / 2250),
                                        Texts.fault())))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress()
                        .hold(),
                Story.of(
                                "flapping",
                                "Both services: five minutes of faults, five minutes without",
                                (size, random) -> List.of(new Fault(
                                        0,
                                        7200,
                                        Stories.MICROSOFT,
                                        seconds -> (long) seconds / 300 % 2 == 0 ? 1 : 0,
                                        Texts.fault())))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress()
                        .hold(),
                Story.of(
                                "quiet with hold-ups",
                                "A third of the customers greylists: 451 4.7.1 to the first attempt",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        5 * Stories.HOUR,
                                        1,
                                        Texts.greylisted(),
                                        Stories.BUSINESS.and(mail -> mail.tenant % 3 == 0 && mail.attempts == 1))))
                        .hold(),
                Story.of(
                                "half of our packets",
                                "Four in ten connections to anybody time out",
                                (size, random) -> List.of(
                                        Fault.of(0, 2 * Stories.HOUR, 0.4, Texts.timeout(), Stories.EVERYTHING)))
                        .expecting(Kind.NETWORK)
                        .allowing(Kind.UNREACHABLE)
                        .hold(),
                Story.of(
                                "too much, told as busy",
                                "Five times the mail; 451 4.7.500 Server busy, without an address, for six in ten",
                                (size, random) ->
                                        List.of(Fault.of(0, 2 * Stories.HOUR, 0.6, Texts.busy(), Stories.MICROSOFT)))
                        .volume(5)
                        .allowing(Kind.UNCLEAR, Kind.REPUTATION)
                        .hold(),
                Story.of(
                                "signing broke",
                                "550 5.7.515 for all sender domains",
                                (size, random) -> List.of(
                                        Fault.of(0, 2 * Stories.HOUR, 1, Texts.authentication(), Stories.MICROSOFT)))
                        .expecting(Kind.SENDER)
                        .hold(),
                Story.of(
                                "unheard of",
                                "A reply that no rule knows, for one address",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        2 * Stories.HOUR,
                                        0.9,
                                        Texts.unheardOf(),
                                        Stories.MICROSOFT.and(mail -> mail.source == 0))))
                        .expecting(Kind.REPUTATION)
                        .allowing(Kind.UNCLEAR)
                        .hold(),
                Story.of(
                                "one address, told as faults",
                                "451 4.3.2 for one address only",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        2 * Stories.HOUR,
                                        0.9,
                                        Texts.fault(),
                                        Stories.MICROSOFT.and(mail -> mail.source == 0))))
                        .expecting(Kind.REPUTATION)
                        .openWithOneAddress()
                        .hold(),
                Story.of(
                                "region and customer",
                                "One region has faults, and our largest customer in another is over its quota",
                                (size, random) -> List.of(
                                        Fault.of(
                                                0,
                                                2 * Stories.HOUR,
                                                1,
                                                Texts.quota(),
                                                Stories.BUSINESS.and(mail -> mail.tenant == firstOutside(0))),
                                        Fault.of(
                                                600,
                                                2 * Stories.HOUR,
                                                0.9,
                                                Texts.fault(),
                                                Stories.BUSINESS.and(mail -> World.region(mail) == 0))))
                        .expecting(Kind.INCIDENT, Kind.TENANT)
                        .openWithOneAddress()
                        .hold());
    }

    private static int firstOutside(int region) {
        int tenant = 0;
        while (World.region(new Mail(0, 0, Service.BUSINESS, tenant, 0, 0)) == region) {
            tenant++;
        }
        return tenant;
    }
}
