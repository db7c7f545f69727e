package io.sluice.simulation.incident;

import io.sluice.incident.Kind;
import io.sluice.reply.Reply;
import java.util.List;
import java.util.function.Predicate;

/** Stories that were written when incidents had to be proven by more than a reply, and run only once that was settled. */
final class SecondHoldOut {
    private static final double LATER = 8 * 60;
    private static final int CHOSEN = 5;

    private SecondHoldOut() {}

    static List<Story> stories() {
        return List.of(
                Story.of(
                                "campaign, told as faults",
                                "Five times the mail; 451 4.3.2 for six in ten of all addresses",
                                (size, random) ->
                                        List.of(Fault.of(0, 2 * Stories.HOUR, 0.6, Texts.fault(), Stories.MICROSOFT)))
                        .volume(5)
                        .allowing(Kind.UNCLEAR, Kind.REPUTATION)
                        .hold(),
                Story.of(
                                "lossy way to Microsoft",
                                "Our provider loses four in ten connections to Microsoft, and none to others",
                                (size, random) ->
                                        List.of(Fault.of(0, 2 * Stories.HOUR, 0.4, Texts.timeout(), Stories.MICROSOFT)))
                        .expecting(Kind.UNREACHABLE)
                        .hold(),
                Story.of(
                                "all but one address, told as busy",
                                "451 4.7.500 Server busy for eight in ten of all addresses but the last",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        2 * Stories.HOUR,
                                        0.8,
                                        Texts.busy(),
                                        Stories.MICROSOFT.and(
                                                mail -> mail.source == 0 || mail.source < size.sources() - 1))))
                        .allowing(Kind.UNCLEAR, Kind.REPUTATION)
                        .hold(),
                Story.of(
                                "two pools of ours",
                                "S775 and 4.7.500 for half of the addresses, and eight minutes later for the rest",
                                (size, random) -> twoSteps(size.sources()))
                        .expecting(Kind.REPUTATION)
                        .hold(),
                Story.of(
                                "busy to everybody",
                                "Both services: 451 4.7.500 Server busy for eight in ten, without more mail than usual",
                                (size, random) ->
                                        List.of(Fault.of(0, 2 * Stories.HOUR, 0.8, Texts.busy(), Stories.MICROSOFT)))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress()
                        .hold(),
                Story.of(
                                "some customers",
                                "Business: 451 4.3.2 without a region, for each fifth customer",
                                (size, random) -> List.of(Fault.of(
                                        0,
                                        2 * Stories.HOUR,
                                        1,
                                        Texts.faultNowhere(),
                                        Stories.BUSINESS.and(mail -> mail.tenant % CHOSEN == 1))))
                        .expecting(Kind.INCIDENT)
                        .openWithOneAddress()
                        .hold(),
                Story.of(
                                "outage in a campaign",
                                "Five times the mail, and an hour later business has an outage",
                                (size, random) ->
                                        List.of(Fault.of(3600, Stories.HOUR, 1, Texts.fault(), Stories.BUSINESS)))
                        .volume(5)
                        .expecting(Kind.INCIDENT)
                        .openWithAnyNumber()
                        .allowing(Kind.REPUTATION)
                        .hold());
    }

    private static List<Fault> twoSteps(int sources) {
        Predicate<Mail> first = mail -> mail.source < Math.max(1, sources / 2);
        return List.of(
                slowed(0, Texts.reputation(), Stories.CONSUMER.and(first)),
                slowed(0, Texts.slowed(), Stories.BUSINESS.and(first)),
                slowed(LATER, Texts.reputation(), Stories.CONSUMER),
                slowed(LATER, Texts.slowed(), Stories.BUSINESS));
    }

    private static Fault slowed(double from, Reply[] replies, Predicate<Mail> whose) {
        return Fault.of(from, 3 * Stories.HOUR, 0.95, replies, whose);
    }
}
