package io.sluice.delivery;

import io.sluice.lane.GateState;
import io.sluice.lane.Lane;
import io.sluice.lane.LaneId;
import io.sluice.lane.Lanes;
import io.sluice.outbox.NewEntry;
import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import io.sluice.reply.DeferralClass;
import io.sluice.route.PathChooser;
import io.sluice.route.PathView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;

/** Takes mail to the path that is in order, and knows where what waits should go. Safe for several threads. */
public final class Router {
    private final RouteSettings settings;
    private final Function<String, Optional<Delivery>> deliveries;
    private final OutboxSource outbox;
    private final InstantSource clock;
    private final PathChooser chooser;
    private final RouteMemory memory;
    private final Redeliveries redeliveries;

    Router(
            RouteSettings settings,
            Function<String, Optional<Delivery>> deliveries,
            OutboxSource outbox,
            Lanes lanes,
            DeliveryObserver observer,
            InstantSource clock) {
        this.settings = settings;
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.redeliveries = new Redeliveries(observer);
        this.clock = clock;
        this.chooser = new PathChooser(
                settings.policy(), id -> lanes.find(id).map(Router::view).orElse(PathView.OPEN), clock);
        this.memory = new RouteMemory(settings.name(), chooser, clock);
    }

    /** Takes over what an earlier run of the server knew of its paths. */
    void restore(Outbox store) {
        memory.restore(store);
    }

    private static PathView view(Lane lane) {
        GateState gate = lane.state();
        // A cause begins with the class of the verdict.
        Optional<DeferralClass> cause = gate.reason().flatMap(text -> DeferralClass.ofToken(text.split(" ", 2)[0]));
        Optional<Instant> testAt =
                gate instanceof GateState.Closed closed ? Optional.of(closed.until()) : Optional.empty();
        return new PathView(lane.condition(), cause, testAt);
    }

    RouteSettings settings() {
        return settings;
    }

    /**
     * Takes a mail: stores all recipients for whom there is a path, each domain on its own. Returns after the commit.
     *
     * @return the others, who are the processor's
     * @throws OutboxException when the outbox cannot store it, or a path does not exist; nothing was stored
     * @throws IllegalStateException when a path is closed; nothing was stored
     */
    public List<MailAddress> accept(Mail mail) {
        List<Delivery> paths = paths();
        paths.forEach(Delivery::requireOpen);
        try (OutboxSource.Loan loan = outbox.borrow()) {
            if (!redeliveries.leaveOut(mail, loan.outbox())) {
                return List.of();
            }
        }
        Map<Delivery, Map<String, Set<String>>> chosen = new LinkedHashMap<>();
        List<MailAddress> others = new ArrayList<>();
        byDomain(mail).forEach((domain, recipients) -> {
            OptionalInt place = chooser.choose(lanes(paths, domain));
            if (place.isEmpty() && settings.processor().isPresent()) {
                others.addAll(recipients);
            } else {
                chosen.computeIfAbsent(paths.get(place.orElse(0)), key -> new LinkedHashMap<>())
                        .put(domain, addresses(recipients));
            }
        });
        if (!chosen.isEmpty()) {
            store(mail, chosen);
        }
        return others;
    }

    /** In one transaction, whatever the paths. */
    private void store(Mail mail, Map<Delivery, Map<String, Set<String>>> chosen) {
        Instant now = clock.instant();
        Optional<Instant> deadline = Deadlines.of(mail, now);
        Map<Delivery, List<NewEntry>> entries = new LinkedHashMap<>();
        chosen.forEach((path, recipients) -> entries.put(
                path,
                path.entries(mail, recipients, deadline, now).stream()
                        .map(entry -> entry.routedBy(settings.name()))
                        .toList()));
        try (OutboxSource.Loan loan = outbox.borrow()) {
            loan.outbox()
                    .store(
                            StoredMails.toMessage(mail, deadline),
                            entries.values().stream().flatMap(List::stream).toList());
        }
        entries.forEach(Delivery::stored);
    }

    private static Map<String, Set<MailAddress>> byDomain(Mail mail) {
        Map<String, Set<MailAddress>> result = new LinkedHashMap<>();
        for (MailAddress recipient : mail.getRecipients()) {
            result.computeIfAbsent(recipient.getDomain().asString(), key -> new LinkedHashSet<>())
                    .add(recipient);
        }
        return result;
    }

    private static Set<String> addresses(Set<MailAddress> recipients) {
        Set<String> result = new LinkedHashSet<>();
        recipients.forEach(recipient -> result.add(recipient.asString()));
        return result;
    }

    private List<LaneId> lanes(List<Delivery> paths, String domain) {
        return paths.stream().map(path -> lane(path, domain)).toList();
    }

    private LaneId lane(Delivery path, String domain) {
        LaneId lane = path.laneTo(domain);
        if (memory.isNew(lane)) {
            // A lane that was not made yet looks open; this one may be closed since before the restart.
            path.open(lane);
        }
        return lane;
    }

    private List<Delivery> paths() {
        return settings.paths().stream().map(this::path).toList();
    }

    private Delivery path(String outgoing) {
        return deliveries
                .apply(outgoing)
                .orElseThrow(() -> new OutboxException("Route " + settings.name()
                        + ": no MicrosoftRemoteDelivery with <outgoing>" + outgoing + "</outgoing> has started"));
    }

    /** Moves some of the mail that waits on paths which are left, and notes which these are. */
    void failOver(Outbox store) {
        List<Delivery> all = settings.paths().stream()
                .flatMap(outgoing -> deliveries.apply(outgoing).stream())
                .toList();
        if (all.size() == settings.paths().size()) {
            for (int i = 0; i < all.size(); i++) {
                for (LaneId lane : all.get(i).lanes()) {
                    if (chooser.isLeft(lane)) {
                        new FailOver(settings.name(), List.copyOf(all), i, lane, chooser, store, clock).run();
                    }
                }
            }
        }
        memory.save(store);
    }
}
